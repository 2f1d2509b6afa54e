"""A pack as PDF: a page per question, in a font that comes with it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos

from analytics.reports import look
from analytics.reports.document_chart import draw
from analytics.reports.document_table import table
from analytics.reports.document_text import lines
from analytics.reports.pack import Figure, Pack, Slide, Table, change_written, tone

WIDE, HIGH = 338.7, 190.5  # millimetres, as wide for its height as a slide
LEFT, ACROSS = 13.0, 312.7
TOP, BOTTOM, FOOT = 76.0, 170.0, 178.0
GAP = 12.0
FONT = "Noto"
SIZES = (24, 22, 20, 18, 16)


def document(pack: Pack) -> bytes:
    """The file; it holds its figures as an attachment, so that a later pack can compare."""
    made = _Paper(pack)
    _cover(made, pack)
    for slide in pack.slides:
        _page(made, pack, slide)
    _definitions(made, pack)
    made.embed_file(
        bytes=pack.carried.encode(), basename="figures.json", compress=False,
        creation_date=made.day, modification_date=made.day,
    )  # fmt: skip
    return bytes(made.output())


class _Paper(FPDF):  # type: ignore[misc]
    """Paper with the pack's font, day and language set; writes text into boxes."""

    def __init__(self, pack: Pack) -> None:
        super().__init__("L", "mm", (HIGH, WIDE))
        self.day = datetime(pack.as_of.year, pack.as_of.month, pack.as_of.day, tzinfo=UTC)
        self.set_creation_date(self.day)
        self.set_title(pack.title)
        self.set_author("Regulars")
        self.set_keywords(pack.checksum)
        self.set_lang("zh-CN" if pack.lang.code == "zh_CN" else "en-GB")
        self.set_auto_page_break(False)
        self.set_margin(0)
        self.c_margin = 0
        self.add_font(FONT, fname=str(font_file()))
        self.chinese = pack.lang.code == "zh_CN"

    def across(self, texts: Iterable[str], size: float) -> float:
        """Millimetres the widest of these texts takes in one line."""
        self.set_font(FONT, size=size)
        return max((self.get_string_width(look.plain(text)) for text in texts), default=0.0)

    def write_in(
        self, box: tuple[float, float, float], text: str, size: float, colour: str = look.TEXT,
        *, align: str = "L", lead: float = 1.3,
    ) -> float:  # fmt: skip
        """Writes a text at (left, top) within a width, over as many lines as it needs.

        Returns where it ends.
        """
        left, top, across = box
        self.set_font(FONT, size=size)
        self.set_text_color(*rgb(colour))
        self.set_xy(left, top)
        said = look.plain(text)
        if self.chinese:
            said = "\n".join(lines(said, across, self.get_string_width))
        else:  # the font's curly quotes are as wide as a Chinese character
            said = said.replace("“", '"').replace("”", '"').replace("’", "'")
        self.multi_cell(
            across + 0.5, size * lead * 0.3528, said, align=Align.coerce(align),
            new_x=XPos.LEFT, new_y=YPos.NEXT,
        )  # fmt: skip
        return float(self.get_y())


def font_file() -> Path:
    """The font of Chinese and Latin characters, part of an installed package."""
    found = find_spec("pylopdf_fonts_zh_cn")
    assert found
    assert found.origin
    return Path(found.origin).with_name("NotoSansSC-Regular.otf")


def rgb(hex_: str) -> tuple[int, int, int]:
    """A colour as three numbers of 0 to 255."""
    return int(hex_[:2], 16), int(hex_[2:4], 16), int(hex_[4:], 16)


def _cover(made: _Paper, pack: Pack) -> None:
    lang = pack.lang
    made.add_page()
    made.write_in((LEFT, 9, ACROSS), pack.under_title(), 12, look.MUTED)
    made.write_in((LEFT, 16, ACROSS), pack.title, 28)
    each = min(124 / len(pack.slides), 20)
    size = 14 if each > 15 else 11.5
    for place, slide in enumerate(pack.slides):
        top = 44 + place * each
        made.write_in((LEFT, top, 46), slide.name, size, look.MUTED)
        made.write_in((LEFT + 48, top, ACROSS - 48), slide.answer, size)
    said = [lang.text("data version {n}", n=pack.version),
            lang.text("checksum {sum}", sum=pack.checksum)]  # fmt: skip
    made.write_in((LEFT, FOOT, ACROSS), " · ".join(said), 10, look.MUTED)


def _page(made: _Paper, pack: Pack, slide: Slide) -> None:
    made.add_page()
    made.write_in((LEFT, 7, ACROSS), slide.question, 12, look.MUTED)
    size = look.size_that_fits(slide.answer, ACROSS / 25.4, 2, SIZES)
    made.write_in((LEFT, 14, ACROSS), slide.answer, size)
    _figures(made, pack, slide.figures)
    top = TOP if slide.figures else 44
    bottom = BOTTOM - 6 * len(slide.doubts)
    blocks: list[Any] = [*slide.charts, *([slide.table] if slide.table else [])][:2]
    shares = [0.55, 0.45] if len(blocks) == 2 and slide.table else [1 / max(len(blocks), 1)] * 2
    left = LEFT
    for block, share in zip(blocks, shares, strict=False):
        across = ACROSS * share - (GAP / 2 if len(blocks) == 2 else 0)
        y = made.write_in((left, top, across), block.title, 13)
        if note := getattr(block, "note", ""):
            y = made.write_in((left, y, across), note, 10, look.MUTED)
        if isinstance(block, Table):
            table(made, pack.lang, block, (left, y + 2, across, bottom - y - 2))
        else:
            draw(made, pack.lang, block, (left, y + 2, across, bottom - y - 2))
        left += across + GAP
    for place, doubt in enumerate(slide.doubts):
        made.write_in((LEFT, bottom + 1 + 6 * place, ACROSS), doubt, 11, look.WORSE)
    made.write_in((LEFT, FOOT, ACROSS), pack.foot(slide), 10, look.MUTED)


def _figures(made: _Paper, pack: Pack, figures: tuple[Figure, ...]) -> None:
    across = ACROSS / max(len(figures), 4)
    for place, figure in enumerate(figures):
        left, room = LEFT + place * across, across - 3
        made.write_in((left, 41, room), figure.label, 11, look.MUTED)
        made.write_in((left, 47, room), figure.written(pack.lang), 20)
        y = 57.0
        if change := change_written(pack.lang, figure):
            y = made.write_in((left, y, room), change, 11, look.MARKS[tone(figure)])
        if figure.note:
            made.write_in((left, y, room), figure.note, 9.5, look.MUTED)


def _definitions(made: _Paper, pack: Pack) -> None:
    """What the figures mean and what they rest on, on as many pages as it takes."""
    y = HIGH
    rows = [(slide.name, slide.definition) for slide in pack.slides if slide.definition]
    for name, fact in [*rows, *pack.about]:
        lines = look.width(look.plain(fact)) * 10 * 0.3528 / (ACROSS - 48) + 1
        if y + lines * 4.8 > FOOT - 4:
            made.add_page()
            y = made.write_in((LEFT, 9, ACROSS), pack.lang.text("What the figures mean"), 20) + 6
        made.write_in((LEFT, y, 44), name, 10, look.MUTED)
        y = made.write_in((LEFT + 48, y, ACROSS - 48), fact, 10) + 2.5
