"""A pack as PowerPoint: a slide per question, with charts that can be edited in PowerPoint."""

from __future__ import annotations

import io
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from analytics.reports import look
from analytics.reports.deck_chart import draw, fonts
from analytics.reports.deck_table import table
from analytics.reports.pack import Figure, Pack, Slide, Table, change_written, tone

WIDE, HIGH = 13.333, 7.5
LEFT, ACROSS = 0.5, 12.333
TOP, BOTTOM = 3.0, 6.72  # of charts and tables
GAP = 0.45
TITLE_ONLY = 5
SIZES = (24, 22, 20, 18, 16)  # of an answer


def deck(pack: Pack) -> bytes:
    """The file. Its first slide has every answer in short; notes hold what the figures mean."""
    made = Presentation()
    made.slide_width, made.slide_height = Inches(WIDE), Inches(HIGH)
    properties = made.core_properties
    properties.title, properties.author = pack.title, "Regulars"
    properties.last_modified_by, properties.keywords = "Regulars", pack.checksum
    _cover(made, pack)
    for slide in pack.slides:
        _slide(made, pack, slide)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _cover(made: Any, pack: Pack) -> None:
    lang = pack.lang
    page = _page(made, pack, pack.title, pack.under_title())
    top, each = 1.75, min(4.85 / len(pack.slides), 0.8)
    size = 14 if each > 0.62 else 12
    for place, slide in enumerate(pack.slides):
        y = top + place * each
        _text(page, pack, (LEFT, y, 1.9, each), slide.name, size, look.MUTED)
        _text(page, pack, (LEFT + 1.9, y, ACROSS - 1.9, each), slide.answer, size)
    about = lang.text("data version {n}", n=pack.version)
    checksum = lang.text("checksum {sum}", sum=pack.checksum)
    _text(page, pack, (LEFT, 6.95, ACROSS, 0.3), f"{about} · {checksum}", 10, look.MUTED)


def _slide(made: Any, pack: Pack, slide: Slide) -> None:
    page = _page(made, pack, slide.answer, slide.question)
    _figures(page, pack, slide.figures)
    top = TOP if slide.figures else 1.75
    bottom = BOTTOM - 0.28 * len(slide.doubts)
    blocks: list[Any] = [*slide.charts, *([slide.table] if slide.table else [])][:2]
    shares = [0.55, 0.45] if len(blocks) == 2 and slide.table else [1 / max(len(blocks), 1)] * 2
    left = LEFT
    for block, share in zip(blocks, shares, strict=False):
        across = ACROSS * share - (GAP / 2 if len(blocks) == 2 else 0)
        note = getattr(block, "note", "")
        _text(page, pack, (left, top, across, 0.3), block.title, 13, bold=True)
        if note:
            _text(page, pack, (left, top + 0.27, across, 0.25), note, 10, look.MUTED)
        body = top + (0.55 if note else 0.35)
        box = (Inches(left), Inches(body), Inches(across), Inches(bottom - body))
        if isinstance(block, Table):
            table(page, pack.lang, block, box)
        else:
            draw(page, pack.lang, block, box)
        left += across + GAP
    for place, doubt in enumerate(slide.doubts):
        y = bottom + 0.05 + 0.28 * place
        _text(page, pack, (LEFT, y, ACROSS, 0.28), doubt, 11, look.WORSE)
    _text(page, pack, (LEFT, 6.95, ACROSS, 0.3), pack.foot(slide), 10, look.MUTED)
    page.notes_slide.notes_text_frame.text = look.plain(slide.definition)


def _page(made: Any, pack: Pack, answer: str, question: str) -> Any:
    """An empty slide under its answer, which is its title in PowerPoint's outline as well."""
    page = made.slides.add_slide(made.slide_layouts[TITLE_ONLY])
    _text(page, pack, (LEFT, 0.3, ACROSS, 0.3), question, 12, look.MUTED)
    title = page.shapes.title
    title.left, title.top = Inches(LEFT), Inches(0.58)
    title.width, title.height = Inches(ACROSS), Inches(1.05)
    size = look.size_that_fits(answer, ACROSS, 2, SIZES)
    _write(pack, title.text_frame, answer, size, look.TEXT, bold=True)
    return page


def _figures(page: Any, pack: Pack, figures: tuple[Figure, ...]) -> None:
    across = ACROSS / max(len(figures), 4)
    for place, figure in enumerate(figures):
        left = LEFT + place * across
        value = figure.written(pack.lang)
        _text(page, pack, (left, 1.68, across - 0.1, 0.3), figure.label, 11, look.MUTED)
        _text(page, pack, (left, 1.93, across - 0.1, 0.42), value, 20, bold=True)
        change = change_written(pack.lang, figure)
        if change:
            colour = look.MARKS[tone(figure)]
            _text(page, pack, (left, 2.34, across - 0.1, 0.25), change, 11, colour)
        if figure.note:
            y = 2.54 if change else 2.34
            _text(page, pack, (left, y, across - 0.1, 0.4), figure.note, 10, look.MUTED)


def _text(
    page: Any, pack: Pack, box: tuple[float, float, float, float], text: str, size: int,
    colour: str = look.TEXT, *, bold: bool = False,
) -> None:  # fmt: skip
    shape = page.shapes.add_textbox(*(Inches(side) for side in box))
    _write(pack, shape.text_frame, text, size, colour, bold=bold)


def _write(pack: Pack, frame: Any, text: str, size: int, colour: str, *, bold: bool) -> None:
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.TOP
    for side in ("margin_left", "margin_right", "margin_top", "margin_bottom"):
        setattr(frame, side, Emu(0))
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    run = paragraph.add_run()
    run.text = look.plain(text)
    run.font.size, run.font.bold = Pt(size), bold
    run.font.color.rgb = RGBColor.from_string(colour)
    fonts(run.font, pack.lang.code)
