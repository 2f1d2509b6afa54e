"""Whatever bytes come in: a table or a sentence, in little time and memory, and no row lost.

INTAKE_FUZZ_SECONDS=600 looks for that long instead of the few seconds of a normal run.
"""

import gzip
import io
import os
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from functools import wraps
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import written
from tests.harmful import HARMFUL, NUMBERS
from tests.measured import Reader

pytestmark = pytest.mark.slow

SECONDS = float(os.environ.get("INTAKE_FUZZ_SECONDS", "0"))
TESTS = 6
ROWS = [
    ("客户编号", "下单日期", "金额", "note"),
    *[("a", "2016-04-27", "1,234.50", "x"), ("b", "2016-05-03", "2", "y\nz")] * 3,
]
TEXT = written.text(ROWS)
GOOD = {
    "a.csv": TEXT.encode(),
    "b.csv": TEXT.encode("gb18030"),
    "c.csv": TEXT.encode("utf-16"),
    "d.txt": TEXT.replace(",", "  ").encode(),
    "e.tsv": written.text(ROWS, "\t").encode("big5", "replace"),
    "f.csv": written.text(NUMBERS, ";", "\r\n").encode("utf-16-le"),
    "g.parquet": written.parquet(NUMBERS),
    "h.zip": written.zipped(**{"1.csv": TEXT, "2.csv": TEXT.encode("gb18030")}),
    "i.csv.gz": gzip.compress(TEXT.encode()),
}
BOOKS = {
    "a.xlsx": written.xlsx(ROWS, NUMBERS),
    "b.xlsm": written.xlsx(NUMBERS),
    "c.xls": written.xls(*NUMBERS),
    "d.ods": written.ods(*NUMBERS),
    "e.zip": written.zipped(**{"1.xlsx": written.xlsx(NUMBERS)}),
}
# In groups of rows, so that the first can be read where the last cannot.
FAR_DOWN = written.parquet(
    [NUMBERS[0], *((f"c{n * 7919 % 10_007}", 42_000 + n % 700, n / 7) for n in range(20_000))],
    2_000,
)
NAMES = ["a.csv", "a.tsv", "a.txt", "a.parquet", "a.zip", "a.csv.gz", "a.xls", "a.xlsx"]


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as reader:
        yield reader
    if SECONDS:
        print(f"\n{reader.files} files read", file=sys.stderr)


def reads(reader: Reader, name: str, content: bytes) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder, name)
        file.write_bytes(content)
        reader.read(file)


def lasting(test: Callable[..., None]) -> Callable[..., None]:
    """A test once, or with ever new examples for its share of the seconds asked for."""

    @wraps(test)
    def again(reader: Reader) -> None:
        end = time.monotonic() + SECONDS / TESTS
        for turn in count():
            if turn and time.monotonic() >= end:
                return
            test(reader)

    return again


def examples(number: int) -> settings:
    return settings(
        max_examples=number,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )


@lasting
@examples(15)
@given(name=st.sampled_from(NAMES[:6]), content=st.binary(max_size=300))
def test_any_bytes_are_a_table_or_a_sentence(reader, name, content) -> None:
    reads(reader, name, content)


@lasting
@examples(15)
@given(
    name=st.sampled_from([*NAMES[:3], "a.xls"]),
    text=st.text(max_size=300) | st.text('",;\t\n\r a1年', max_size=200),
    encoding=st.sampled_from(["utf-8", "utf-16", "utf-16-be", "gb18030"]),
)
def test_any_text_is_a_table_or_a_sentence(reader, name, text, encoding) -> None:
    reads(reader, name, text.encode(encoding, "replace"))


@lasting
@examples(20)
@given(name=st.sampled_from(list(GOOD)), data=st.data())
def test_a_good_file_spoiled_is_a_table_or_a_sentence(reader, name, data) -> None:
    reads(reader, name, spoiled(GOOD[name], data))


@lasting
@examples(4)
@given(name=st.sampled_from(list(BOOKS)), data=st.data())
def test_a_workbook_spoiled_is_a_table_or_a_sentence(reader, name, data) -> None:
    reads(reader, name, spoiled(BOOKS[name], data))


@lasting
@examples(6)
@given(name=st.sampled_from(["a.xlsx", "d.ods", "h.zip"]), data=st.data())
def test_an_archive_spoiled_inside_is_a_table_or_a_sentence(reader, name, data) -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO((GOOD | BOOKS)[name])) as good,
        zipfile.ZipFile(out, "w") as made,
    ):
        members = good.namelist()
        which = data.draw(st.sampled_from(members))
        for member in members:
            content = good.read(member)
            made.writestr(member, spoiled(content, data) if member == which else content)
    reads(reader, name, out.getvalue())


@lasting
@examples(10)
@given(data=st.data())
def test_damage_far_down_in_parquet_is_a_sentence(reader, data) -> None:
    content = bytearray(FAR_DOWN)
    for _ in range(data.draw(st.integers(1, 30))):
        at = data.draw(st.integers(len(content) // 2, len(content) - 1_000))
        content[at] = data.draw(st.integers(0, 255))
    reads(reader, "a.parquet", bytes(content))


def spoiled(good: bytes, data: st.DataObject) -> bytes:
    """A file with some of its bytes changed, lost, doubled, or numbers in it made large."""
    content = bytearray(good)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content)))
        length = data.draw(st.integers(0, 9))
        new = data.draw(
            st.binary(max_size=9)
            | st.sampled_from([b"\xff" * 4, b"\xff\xff\xff\x7f", b"999999999", b'"', b"\0"])
            | st.just(bytes(content[at : at + 60]) * 2)
        )
        content[at : at + length] = new
    return bytes(content)


@pytest.mark.parametrize("name", HARMFUL)
def test_a_file_made_to_do_harm_takes_little_time_and_memory(reader, name) -> None:
    content = HARMFUL[name]()
    assert len(content) < 12 << 20
    reads(reader, name, content)
