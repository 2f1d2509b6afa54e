"""What tests share: workspaces made of a few typed lines, and the real data where it is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pandas as pd
import pytest

from analytics import Workspace, sample

SHARED = Path(__file__).parents[2] / "shared" / "data"

WorkspaceOf = Callable[..., Workspace]


def shared(name: str) -> Path:
    """A file of the real data; the test that asks for it is skipped where there is none."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"needs the real data set {name} in {SHARED}")
    return path


@pytest.fixture(scope="session")
def workspace_of(tmp_path_factory: pytest.TempPathFactory) -> WorkspaceOf:
    """workspace_of(sales="customer_id,ordered_on,amount\\na,2024-01-01,1", interactions=...).

    Texts are CSV with canonical headers; every call makes a workspace of its own.
    """

    def build(**texts: str) -> Workspace:
        folder = tmp_path_factory.mktemp("workspace")
        ws = Workspace.open(folder)
        for kind, text in texts.items():
            file = folder / f"{kind}.csv"
            file.write_text(dedent(text).strip() + "\n", encoding="utf-8")
            headers = file.read_text(encoding="utf-8").splitlines()[0].split(",")
            ws.load(file, kind, {header: header for header in headers}, date_format="%Y-%m-%d")
        return ws

    return build


@pytest.fixture(scope="session")
def online_retail(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The UCI Online Retail file, 541,909 lines of a gift wholesaler."""
    ws = Workspace.open(tmp_path_factory.mktemp("online_retail"))
    ws.load(shared("online_retail.parquet"), "sales")
    return ws


@pytest.fixture(scope="session")
def cdnow(workspace_of: WorkspaceOf) -> Workspace:
    """The CDNOW sample, 6,919 purchases of 2,357 customers."""
    columns = ["_", "customer_id", "ordered_on", "quantity", "amount"]
    rows = pd.read_csv(shared("cdnow_sample.txt"), sep=r"\s+", names=columns, dtype=str)
    rows["ordered_on"] = pd.to_datetime(rows["ordered_on"], format="%Y%m%d").dt.date
    return workspace_of(sales=rows[["customer_id", "ordered_on", "amount"]].to_csv(index=False))


@pytest.fixture(scope="session")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The sample firm, with its contacts, deals and customer file."""
    return sample.workspace(tmp_path_factory.mktemp("firm"), "en")
