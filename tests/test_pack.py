"""A meeting pack says what the pages say, in files that open, carry their data and never differ."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation
from python_calamine import CalamineWorkbook

from analytics import DataError, Scope, Workspace, followup, lists, rfm
from analytics.access import User
from analytics.language import Language
from analytics.reports import carried
from analytics.reports.__main__ import main
from analytics.reports.contents import PAGES, contents
from analytics.reports.document_text import lines
from analytics.reports.files import FORMS, file
from analytics.reports.look import plain
from analytics.reports.pack import Chart, Pack, Series, Slide, Table
from analytics.reports.words import part, whose
from analytics.rules import Rule
from pages.parts.navigation import SECTIONS
from tests.conftest import WorkspaceOf
from tests.taken import words

ENGLISH = Language("en", "GBP")
CHARTS = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
FORMULA = "=HYPERLINK(1)"
FILES = {"leaving": "churn", "actions": "lists"}  # the pages whose file has another name


@pytest.fixture(scope="module")
def pack(firm: Workspace) -> Pack:
    return contents(firm, ENGLISH)


@pytest.fixture(scope="module")
def files(pack: Pack) -> dict[str, bytes]:
    return {form: file(pack, form) for form in FORMS}


@pytest.fixture(scope="module")
def harmful() -> Pack:
    """Names as a customer file may bring them."""
    names = (FORMULA, "+1", "-1", "@SUM(A1)")
    bars = Chart("bars", "t", "n", names, (Series(FORMULA, (1.0, 2.0, None, 4.0)),), "number")
    line = Chart("line", "t", "n", names, (Series("a", (None, None, 3.0, None)),), "money")
    rows = Table("t", (("n", "text"), ("v", "money")), tuple((name, 1.5) for name in names))
    first = Slide("a", "First", "q", FORMULA, "all", (), (bars, line), None)
    second = Slide("b", "Second", "q", "=1", "all", (), (), rows, ("=2",), "=3")
    return Pack("t", ENGLISH, date(2024, 1, 1), "1", (first, second), (("=a", "=b"),), "c", "{}")


def parts(blob: bytes, name: str) -> dict[str, str]:
    """The parts of an Office file whose names match."""
    with zipfile.ZipFile(BytesIO(blob)) as archive:
        found = [part for part in archive.namelist() if re.search(name, part)]
        return {part: archive.read(part).decode() for part in found}


def charts(blob: bytes) -> list[Any]:
    """The chart objects of a deck, slide by slide."""
    deck = Presentation(BytesIO(blob))
    return [shape.chart for page in deck.slides for shape in page.shapes if shape.has_chart]


def test_a_page_is_asked_as_it_opens() -> None:
    usual = {Path(e.file).stem: e.period for entries in SECTIONS.values() for e in entries}
    assert {FILES.get(code, code): page.period for code, page in PAGES.items()}.items() <= (
        usual.items()
    )


def test_every_slide_has_an_answer_its_figures_a_picture_and_where_they_come_from(
    pack: Pack,
) -> None:
    assert [slide.code for slide in pack.slides] == [code for code in PAGES if code != "actions"]
    for slide in pack.slides:
        assert slide.answer.endswith(".")
        assert slide.figures
        assert slide.charts
        assert slide.definition
        foot = pack.foot(slide)
        assert "18 Sep 2026" in foot
        assert f"data version {pack.version}" in foot
        assert pack.checksum in foot


def test_the_deck_has_the_answers_as_titles_and_charts_with_their_data(
    pack: Pack, files: dict[str, bytes]
) -> None:
    deck = Presentation(BytesIO(files["pptx"]))
    titles = [page.shapes.title.text_frame.text for page in deck.slides]
    assert titles == [pack.title, *(plain(slide.answer) for slide in pack.slides)]
    shown = [chart for slide in pack.slides for chart in slide.charts]
    drawn = charts(files["pptx"])
    assert len(drawn) == len(shown)
    for chart, wanted in zip(drawn, shown, strict=True):
        assert chart.part.chart_workbook.xlsx_part is not None
        assert tuple(chart.plots[0].categories) == tuple(map(plain, wanted.categories))
        for series, values in zip(chart.plots[0].series, wanted.series, strict=True):
            assert series.values == pytest.approx(values.values)
    notes = [page.notes_slide.notes_text_frame.text for page in list(deck.slides)[1:]]
    assert notes == [plain(slide.definition) for slide in pack.slides]


def test_nothing_on_a_slide_reaches_over_its_edge(files: dict[str, bytes]) -> None:
    deck = Presentation(BytesIO(files["pptx"]))
    for page in deck.slides:
        for shape in page.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height


def test_the_workbook_has_a_sheet_per_question_with_numbers_and_charts(
    pack: Pack, files: dict[str, bytes]
) -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(files["xlsx"]))
    names = [slide.name for slide in pack.slides]
    assert book.sheet_names == ["In short", *names, "Definitions"]
    sheets = parts(files["xlsx"], r"worksheets/sheet\d+\.xml$")
    assert all('state="frozen"' in text for text in sheets.values())
    assert not any("<f>" in text for text in sheets.values())
    assert len(parts(files["xlsx"], r"charts/chart\d+\.xml$")) == sum(
        len(slide.charts) for slide in pack.slides
    )
    for slide in pack.slides:
        rows = book.get_sheet_by_name(slide.name).to_python(skip_empty_area=False)
        assert rows[0][0] == plain(slide.answer)
        told = {row[0]: row[1] for row in rows[4:] if row[0]}
        for figure in slide.figures:
            assert told[plain(figure.label)] == pytest.approx(figure.value)
    forms = " ".join(parts(files["xlsx"], "styles.xml").values())
    assert "£" in forms
    assert "0.0%" in forms


@pytest.mark.parametrize("form", ["pptx", "xlsx"])
def test_an_office_file_is_whole(files: dict[str, bytes], form: str) -> None:
    """Each part once, well formed, of a known type; what parts refer to is there; charts carry
    the values they show, and numbers of axes as the format asks."""
    with zipfile.ZipFile(BytesIO(files[form])) as archive:
        names = archive.namelist()
        texts = {n: archive.read(n) for n in names if n.endswith((".xml", ".rels"))}
    assert len(names) == len(set(names))
    trees = {name: ElementTree.fromstring(text) for name, text in texts.items()}
    types = list(trees["[Content_Types].xml"])
    known = {each.get("Extension") for each in types} | {each.get("PartName") for each in types}
    for name in names:
        assert name == "[Content_Types].xml" or {f"/{name}", name.rsplit(".", 1)[-1]} & known
    for name in (name for name in names if name.endswith(".rels")):
        folder = posixpath.dirname(posixpath.dirname(name))
        ids = [each.get("Id") for each in trees[name]]
        assert len(ids) == len(set(ids))
        for each in trees[name]:
            target = str(each.get("Target"))
            if each.get("TargetMode") != "External":
                whole = posixpath.normpath(posixpath.join("/", folder, target))
                assert whole.lstrip("/") in names
    drawn = [tree for name, tree in trees.items() if re.search(r"charts/chart\d+\.xml$", name)]
    assert drawn
    for tree in drawn:
        series = tree.findall(".//{*}ser")
        assert all(each.find("{*}val//{*}numCache/{*}pt") is not None for each in series)
        assert all(each.find("{*}cat//{*}pt") is not None for each in series)
        axes = [*tree.iter(CHARTS + "axId"), *tree.iter(CHARTS + "crossAx")]
        # LibreOffice reads them as signed: one too large is no axis, and its names are gone
        assert all(0 < int(str(each.get("val"))) < 2**31 for each in axes)


def test_the_document_brings_its_font(pack: Pack, files: dict[str, bytes]) -> None:
    text = files["pdf"]
    assert text.startswith(b"%PDF")
    assert b"NotoSansSC" in text
    assert b"/FontFile3" in text
    assert len(re.findall(rb"/Type /Page\b", text)) >= len(pack.slides) + 2


@pytest.mark.parametrize("form", FORMS)
def test_the_same_data_make_the_same_file(
    firm: Workspace, files: dict[str, bytes], form: str
) -> None:
    assert file(contents(firm, ENGLISH), form) == files[form]


def test_the_checksum_holds_in_every_language_and_changes_with_a_figure(
    firm: Workspace, pack: Pack
) -> None:
    assert contents(firm, Language("zh_CN", "GBP")).checksum == pack.checksum
    other = contents(firm, ENGLISH, {"as_of": date(2026, 9, 17)}, pages=("overview",))
    assert other.checksum != contents(firm, ENGLISH, pages=("overview",)).checksum


@pytest.mark.parametrize("form", FORMS)
def test_what_a_pack_carries_is_read_back(pack: Pack, files: dict[str, bytes], form: str) -> None:
    back = carried.read(files[form])
    assert (back.as_of, back.checksum) == (pack.as_of, pack.checksum)
    for slide in pack.slides:
        for figure in slide.figures:
            assert back.figures[figure.code] == pytest.approx(figure.value)


@pytest.mark.parametrize("blob", [b"", b"%PDF-1.7 nothing", b"PK\x03\x04 broken", b"a,b\n1,2"])
def test_a_file_that_is_no_pack_is_refused_in_words(blob: bytes) -> None:
    with pytest.raises(DataError, match="no figures of an earlier pack"):
        carried.read(blob)


def test_the_file_stays_a_pack_after_powerpoint_has_saved_it(files: dict[str, bytes]) -> None:
    saved = BytesIO()
    Presentation(BytesIO(files["pptx"])).save(saved)
    assert carried.read(saved.getvalue()) == carried.read(files["pptx"])


def test_names_that_look_like_formulas_stay_text(harmful: Pack) -> None:
    book = file(harmful, "xlsx")
    assert not any("<f>" in text for text in parts(book, r"worksheets/").values())
    cells = {
        str(cell)
        for name in ("First", "Second", "Definitions", "In short")
        for row in CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_name(name).to_python()
        for cell in row
    }
    assert {f"'{FORMULA}", "'@SUM(A1)", "'=1", "'=2", "'=3", "'=a", "'=b"} <= cells
    assert not any(cell.startswith(("=", "@")) for cell in cells)
    for chart in charts(file(harmful, "pptx")):
        inner = chart.part.chart_workbook.xlsx_part.blob
        assert not any("<f>" in text for text in parts(inner, r"worksheets/").values())
    assert file(harmful, "pdf").startswith(b"%PDF")


SALES = """
    customer_id,ordered_on,amount
    a,2024-01-10,100
    b,2024-01-20,50
    c,2024-02-10,30
    a,2024-05-10,70
    b,2024-06-20,20
"""


def test_since_an_earlier_pack_figures_and_lists_are_told(workspace_of: WorkspaceOf) -> None:
    """On 1 May nobody on the list had bought again; by 20 June both had, and one was called."""
    ws = workspace_of(sales=SALES)
    asked = {"as_of": date(2024, 5, 1), "period": "all"}
    rule = Rule.of(rfm.listing, "everybody", rows=10)
    one = lists.save(ws, "Spring", rule, Scope(as_of=date(2024, 5, 1)), customer_ids=("a", "b"))
    pages = ("overview", "actions")
    old = carried.read(file(contents(ws, ENGLISH, asked, pages), "pptx"))
    followup.record(ws, one.id, ("a",), "called", "reached", date(2024, 5, 2))
    new = contents(ws, ENGLISH, {"period": "all"}, pages, old)
    since, actions = new.slides[:2]
    assert since.answer.startswith("Since the pack of 1 May 2024,")
    assert since.table
    assert ("Overview", "Revenue", "£180", "£270", "▲ +50\u00a0%") in since.table.rows
    assert actions.answer == (
        "Of 1 list noted on 1 May 2024 with 2 customers, 1 are contacted by now and 2 have bought "
        "since, for £90; then it was 0 and 0."
    )
    assert actions.table
    assert actions.table.rows == (("Spring", 2, 0, 1, 0, 2, 90.0),)
    assert [slide.code for slide in new.slides] == ["since", "since_actions", *pages]


def test_packs_of_other_filters_are_not_compared(firm: Workspace) -> None:
    region = firm.dimensions["region"][0]
    pages = ("overview",)
    for other in ({"region": [region]}, {"period": "12m"}):
        old = carried.read(file(contents(firm, ENGLISH, other, pages), "xlsx"))
        since = contents(firm, ENGLISH, None, pages, old).slides[0]
        assert since.answer == "Nothing of the earlier pack compares with this one."
        assert since.doubts == (
            "Overview: the earlier pack had other filters or a period of another length; "
            "not compared.",
        )


def test_without_a_change_nothing_has_moved(firm: Workspace, pack: Pack) -> None:
    old = replace(carried.read(file(pack, "xlsx")))
    since = contents(firm, ENGLISH, None, ("overview",), old).slides[0]
    assert since.answer.startswith("Since the pack of 18 Sep 2026, 0 of 6 figures have moved")


def test_pages_without_an_answer_are_left_out_and_none_is_an_error(
    workspace_of: WorkspaceOf,
) -> None:
    ws = workspace_of(sales=SALES)
    made = contents(ws, ENGLISH)
    assert "actions" not in [slide.code for slide in made.slides]
    with pytest.raises(DataError, match="None of these pages"):
        contents(ws, ENGLISH, pages=("actions",))
    with pytest.raises(DataError, match="no page called profit"):
        contents(ws, ENGLISH, pages=("profit",))


def test_the_command_writes_the_file(
    unused: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "pack.xlsx"
    command = ["--workspace", str(unused), "--sample", "--pages", "overview", "--out", str(out)]
    assert main([*command, "--language", "zh_CN", "--period", "12m"]) == 0
    first = out.read_bytes()
    assert main([*command, "--language", "zh_CN", "--period", "12m"]) == 0
    assert out.read_bytes() == first
    assert CalamineWorkbook.from_path(out).sheet_names == ["摘要", "总览", "指标说明"]
    assert main([*command, "--since", str(out)]) == 0
    assert "Since then" in CalamineWorkbook.from_path(out).sheet_names
    assert list(tmp_path.iterdir()) == [out]
    assert main(["--workspace", str(tmp_path / "nowhere"), "--out", "a.pdf"]) == 1
    assert main(["--workspace", str(unused), "--out", "a.doc"]) == 1
    assert main([*command, "--where", "shop=x"]) == 1
    said = capsys.readouterr().err
    assert "There is no data yet" in said
    assert "cannot be written as a.doc" in said
    assert "no filter called shop" in said


@given(st.text(alphabet="客户货，。；（）“”1\u00a0", max_size=60), st.integers(4, 20))
def test_no_line_on_paper_begins_with_a_comma(text: str, across: int) -> None:
    found = lines(text, across, lambda said: float(len(said)))
    assert "".join(found).replace(" ", "") == text.replace(" ", "")
    for before, line in pairwise(found):
        alone = len(before) == 1 or "1" in before  # a number is not taken apart
        assert line[:1] not in tuple("，。；）”") or alone


OWN_ONLY = {"en": "only the customers of Harry Stone", "zh_CN": "仅限 Harry Stone 负责的客户"}


@pytest.mark.parametrize("code", OWN_ONLY)
def test_a_pack_of_some_customers_says_so_wherever_it_is_looked_at(
    firm: Workspace, code: str
) -> None:
    user, said = User("harry@example.com", "analyst", owners=("Harry Stone",)), OWN_ONLY[code]
    for seen, parts in ((Workspace(firm.folder, firm.version, user), True), (firm, False)):
        pack = contents(seen, Language(code, "GBP"), pages=["pyramid"])
        assert (said in pack.foot(pack.slides[0])) is parts
        for form in FORMS:
            told = words(file(pack, form)).decode("utf-8", "ignore")
            # with the title, and with the figures or in the last sheet
            assert (told.count(said) >= 2) is parts


def test_a_pack_of_many_salespeople_names_none_at_the_foot() -> None:
    assert part(ENGLISH, "ABCD") == "only the customers of 4 salespeople"
    assert part(ENGLISH, ()) == ""
    assert whose(ENGLISH, "ABCD") == [("Only the customers of", "A, B, C, and D")]


def test_who_may_take_nothing_away_has_no_pack_made(firm: Workspace) -> None:
    viewer = Workspace(firm.folder, firm.version, User("vi@example.com", "viewer"))
    with pytest.raises(DataError, match="Your role does not allow this"):
        contents(viewer, ENGLISH)
