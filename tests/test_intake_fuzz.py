"""Whatever bytes come in: a table or a sentence, in little time and memory.

INTAKE_FUZZ_SECONDS=600 looks for longer than the few seconds of a normal run.
"""

import io
import os
import resource
import time
import zipfile
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics import DataError
from analytics.intake import KINDS, propose, read, readings

SECONDS = float(os.environ.get("INTAKE_FUZZ_SECONDS", "0"))
LONGEST = 10
TEXT = '客户编号,下单日期,金额,note\na,2016-04-27,"1,234.50",x\nb,2016-05-03,2,"y\nz"\n' * 3
NAMES = ["a.csv", "a.tsv", "a.txt", "a.xlsx", "a.xls", "a.ods", "a.parquet", "a.zip", "a.csv.gz"]


def workbook() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(TEXT.splitlines()):
            sheet.write_row(number, 0, line.split(","))
    return out.getvalue()


def parquet() -> bytes:
    with TemporaryDirectory() as folder, duckdb.connect() as con:
        con.execute(f"copy (select i as id, 'x' as t from range(9) r(i)) to '{folder}/a.parquet'")
        return Path(folder, "a.parquet").read_bytes()


def archive(content: bytes, name: str = "a.csv") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, content)
    return out.getvalue()


GOOD = {
    "a.csv": TEXT.encode(),
    "b.csv": TEXT.encode("gb18030"),
    "c.csv": TEXT.encode("utf-16"),
    "d.txt": TEXT.replace(",", "  ").encode(),
    "e.parquet": parquet(),
    "f.zip": archive(TEXT.encode()),
    "g.xlsx": workbook(),
}


def understood(name: str, content: bytes) -> None:
    """Reads a file as the page does before a load: a table or a DataError, and in time."""
    with TemporaryDirectory() as folder:
        file = Path(folder, name)
        file.write_bytes(content)
        start = time.process_time()
        with suppress(DataError):
            source = read(file, folder=Path(folder))
            assert len(set(source.headers)) == len(source.headers)
            assert all(len(row) == len(source.headers) for row in source.preview)
            for kind in KINDS:
                mapping = propose(source.headers, kind).columns
                with suppress(DataError):
                    readings(source, kind, mapping)
        assert time.process_time() - start < LONGEST


def fuzzed(examples: int):
    """Settings for some examples, or for many where a longer search is asked for."""
    return settings(
        max_examples=int(examples * max(1, SECONDS)),
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


@fuzzed(25)
@given(st.sampled_from(NAMES[:3] + NAMES[6:]), st.binary(max_size=300))
def test_any_bytes_are_a_table_or_a_sentence(name, content) -> None:
    understood(name, content)


@fuzzed(25)
@given(st.sampled_from(NAMES[:3]), st.text(max_size=300), st.sampled_from(["utf-8", "utf-16"]))
def test_any_text_is_a_table_or_a_sentence(name, text, encoding) -> None:
    understood(name, text.encode(encoding, "surrogatepass"))


@fuzzed(40)
@given(st.sampled_from([name for name in GOOD if not name.endswith("xlsx")]), st.data())
def test_a_good_file_spoiled_is_a_table_or_a_sentence(name, data) -> None:
    understood(name, spoiled(GOOD[name], data))


@fuzzed(4)
@given(st.sampled_from(["a.xlsx", "a.xls", "a.ods"]), st.data())
def test_a_workbook_spoiled_is_a_table_or_a_sentence(name, data) -> None:
    understood(name, spoiled(GOOD["g.xlsx"], data))


def spoiled(good: bytes, data: st.DataObject) -> bytes:
    content = bytearray(good)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content)))
        content[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    return bytes(content)


def sheet(rows: str) -> bytes:
    """A workbook whose one sheet has these rows, as XML."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as good,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        for name in good.namelist():
            text = f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'
            made.writestr(name, text if name.endswith("sheet1.xml") else good.read(name))
    return out.getvalue()


FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
HARMFUL = {
    "a.xlsx": sheet(FAR),
    "b.xlsx": sheet("<row>" + "<c><v>1</v></c>" * 16_000 + "</row>" + "<row/>" * 9) ,
    "c.xlsx": sheet(("<row>" + "<c><v>1</v></c>" * 1_000 + "</row>") * 9_000),
    "d.zip": archive(bytes(200 << 20)),
    "e.zip": archive(b"a,b\n" * (40 << 20)),
    "f.zip": archive(archive(archive(bytes(50 << 20), "a.zip"), "a.zip"), "a.zip"),
    "g.csv": b'"' + b"a," * (5 << 20),
    "h.csv": b"a," * (2 << 20) + b"\n1\n",
    "i.csv": b"\n" * (10 << 20),
    "j.csv": bytes(10 << 20),
    "k.txt": b" " * (10 << 20),
}  # fmt: skip


@pytest.mark.parametrize("name", HARMFUL)
def test_a_file_made_to_do_harm_takes_little_time_and_memory(name) -> None:
    before = peaks()
    understood(name, HARMFUL[name])
    for peak, earlier in zip(peaks(), before, strict=True):
        assert peak <= max(earlier, 1 << 20)  # kilobytes: 1 GB


def peaks() -> list[int]:
    """The most memory this process and any it started have used so far, in kilobytes."""
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return [resource.getrusage(whose).ru_maxrss for whose in both]
