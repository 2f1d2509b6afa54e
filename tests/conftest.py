"""What tests share: workspaces made of a few typed lines, and the real data where it is there."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from itertools import count
from pathlib import Path
from textwrap import dedent
from typing import Any

import duckdb
import pandas as pd
import pytest
from filelock import FileLock
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from analytics import Scope, Workspace, churn, opening, runner, sample

ROOT = Path(__file__).parents[1]
LOCALES = {"en": "en-GB", "zh_CN": "zh-CN"}
HOME = "review/overview.py"
SHARED = Path(__file__).parents[2] / "shared" / "data"

WorkspaceOf = Callable[..., Workspace]


def pytest_collection_finish() -> None:
    """All that is imported stays to the end: nothing of it need be looked through for garbage."""
    gc.collect()
    gc.freeze()


# A load waits for the disk several times; memory, where there is enough, spares the waiting.
MEMORY_DISK = Path("/dev/shm")
if MEMORY_DISK.is_dir() and shutil.disk_usage(MEMORY_DISK).free > 4 << 30:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY_DISK))

# AppTest reads the description of every package installed each time it opens a page.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)

_MEMORY = duckdb.connect()
_NUMBERS = count()


@contextmanager
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to an empty database of its own, in a twentieth of the time of a new one."""
    name = f"database_{next(_NUMBERS)}"
    with _MEMORY.cursor() as con:
        con.execute(f"attach ':memory:' as {name}")
        con.execute(f"use {name}")
        yield con
        con.execute("use memory")
        con.execute(f"detach {name}")


def shared(name: str) -> Path:
    """A file of the real data; the test that asks for it is skipped where there is none."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"needs the real data set {name} in {SHARED}")
    return path


def page_at(
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
    file: str = HOME,
    code: str = "en",
    *,
    session: Mapping[str, Any] | None = None,
    **query: Any,
) -> AppTest:
    """The page of this file over the workspace in `folder`, as a browser in that language opens it.

    The rest is the address; `session` is what it knows beforehand.
    """
    monkeypatch.setenv("REGULARS_WORKSPACE", str(folder))
    monkeypatch.chdir(ROOT)
    at = AppTest.from_file(str(ROOT / "pages" / "frame.py"), default_timeout=60)
    at.context["locale"], at.context["theme"] = LOCALES[code], "light"
    at.query_params.update(query)
    for name, value in (session or {}).items():
        at.session_state[name] = value
    if file != HOME:  # which AppTest would take for another page in every run
        at.switch_page(file)
    return at.run()


@pytest.fixture(scope="module", autouse=True)
def let_go() -> Iterator[None]:
    """No version stays open when its tests are done: each has memory and threads of its own."""
    yield
    for path in list(opening._connections):
        opening.let_go(path)


@pytest.fixture(scope="session", autouse=True)
def nothing_left_running() -> Iterator[None]:
    """What pages began in the background is over before its folders go."""
    yield
    runner.shared().stop()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """made(name, fill): a folder filled once in a run; each call has a copy of its own."""
    base = tmp_path_factory.getbasetemp()
    shared_base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def folder(name: str, fill: Callable[[Path], object]) -> Path:
        whole = shared_base / f"made_{name}"
        if not whole.exists():
            with FileLock(shared_base / f"{name}.lock"):
                if not whole.exists():
                    beside = tmp_path_factory.mktemp("making")
                    fill(beside)
                    beside.rename(whole)
        return Path(shutil.copytree(whole, tmp_path_factory.mktemp(name) / name))

    return folder


@pytest.fixture(scope="session")
def workspace_of(made: Callable[..., Path]) -> WorkspaceOf:
    """workspace_of(sales="customer_id,ordered_on,amount\\na,2024-01-01,1", interactions=...).

    Texts are CSV with canonical headers; every call makes a workspace of its own.
    """

    def build(**texts: str) -> Workspace:
        def fill(folder: Path) -> None:
            with Workspace.open(folder) as ws:
                for kind, text in texts.items():
                    file = folder / f"{kind}.csv"
                    file.write_text(dedent(text).strip() + "\n", encoding="utf-8")
                    headers = file.read_text(encoding="utf-8").splitlines()[0].split(",")
                    columns = {header: header for header in headers}
                    ws.load(file, kind, columns, date_format="%Y-%m-%d")

        key = sha256(repr(texts).encode()).hexdigest()[:16]
        return Workspace.open(made(key, fill))

    return build


def stages(**customers: str) -> str:
    """The contacts of customers as a file: stages(ann="01-05 Lead 02-10 Won"), days of 2024."""
    rows = [
        f"{customer},2024-{day},stage,{stage}"
        for customer, log in customers.items()
        for day, stage in zip(log.split()[::2], log.split()[1::2], strict=True)
    ]
    return "\n".join(["customer_id,occurred_at,kind,stage", *rows])


@pytest.fixture(scope="session")
def online_retail(made: Callable[..., Path]) -> Workspace:
    """The UCI Online Retail file, 541,909 lines of a gift wholesaler."""
    file = shared("online_retail.parquet")
    return Workspace.open(
        made("online_retail", lambda folder: Workspace.open(folder).load(file, "sales"))
    )


@pytest.fixture(scope="session")
def superstore(made: Callable[..., Path]) -> Workspace:
    """The Chinese superstore, 10,000 lines of orders over days that customers share."""
    file = shared("superstore_zh.xls")
    return Workspace.open(made("superstore", lambda path: Workspace.open(path).load(file, "sales")))


@pytest.fixture(scope="session")
def cdnow(workspace_of: WorkspaceOf) -> Workspace:
    """The CDNOW sample, 6,919 purchases of 2,357 customers."""
    columns = ["_", "customer_id", "ordered_on", "quantity", "amount"]
    rows = pd.read_csv(shared("cdnow_sample.txt"), sep=r"\s+", names=columns, dtype=str)
    rows["ordered_on"] = pd.to_datetime(rows["ordered_on"], format="%Y%m%d").dt.date
    return workspace_of(sales=rows[["customer_id", "ordered_on", "amount"]].to_csv(index=False))


@pytest.fixture(scope="session")
def unused(made: Callable[..., Path]) -> Path:
    """A workspace nobody has loaded into, the samples ready and learned from; read only.

    Learned from one of the two: they differ in words alone, as test_churn_proof holds.
    """

    def fill(folder: Path) -> None:
        with sample.workspace(folder, "en") as ws, sample.workspace(folder, "zh_CN") as other:
            churn.learn(ws, Scope())
            shutil.copytree(ws.folder / "learned", other.folder / "learned")

    return made("unused", fill)


@pytest.fixture(scope="session")
def little_sample(made: Callable[..., Path]) -> Path:
    """The files of the sample with the rows of one customer in ten, in place of `sample.FOLDER`."""

    def fill(folder: Path) -> None:
        for path in sample.FOLDER.glob("*/*.csv"):
            rows = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
            file = folder / path.relative_to(sample.FOLDER)
            file.parent.mkdir(exist_ok=True)
            for customer in rows.columns.intersection(["Customer ID", "客户编号"]):
                rows = rows[rows[customer].str.endswith("8")]
            rows.to_csv(file, index=False)

    return made("little_sample", fill)


@pytest.fixture(scope="session")
def little_unused(made: Callable[..., Path], little_sample: Path) -> Path:
    """A workspace nobody has loaded into, its samples little and ready; read only."""

    def fill(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sample, "FOLDER", little_sample)
            for code in LOCALES:
                sample.workspace(folder, code).close()

    return made("little_unused", fill)


@pytest.fixture
def fresh(unused: Path, tmp_path: Path) -> Path:
    """The same as a folder of the test's own."""
    return Path(shutil.copytree(unused, tmp_path / "unused"))


@pytest.fixture(scope="session")
def firm(unused: Path) -> Workspace:
    """The sample firm, with its contacts, deals and customer file; not to be written to."""
    return sample.workspace(unused, "en")
