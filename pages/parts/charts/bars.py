"""Horizontal bars: one measure by name, or a share of money against a share of people."""

from typing import NamedTuple

from pages.parts.charts.template import Drawing, area, bar, blank, label, room
from pages.parts.guard import View


class Row(NamedTuple):
    """A bar: its name, its value, what is written behind it, a colour, the whole it is part of."""

    name: str
    value: float
    text: str
    colour: str = ""
    whole: float = 0.0
    id: str = ""


class Share(NamedTuple):
    """A group's share of money and of people, with its colour and its code."""

    name: str
    money: float
    people: float
    colour: str
    id: str = ""


def bars(view: View, rows: list[Row], *, row_height: int = 34) -> Drawing:
    """One bar a row, largest first as given; a pale bar behind shows the whole it is part of.

    A click gives [id].
    """
    colours = view.palette
    left, right = room(row.name for row in rows), room(row.text for row in rows)
    drawing = blank(view, row_height * len(rows) + 16, left=left, right=right, bottom=8)
    top = max((max(row.value, row.whole) for row in rows), default=0) or 1
    for place, row in enumerate(rows):
        y, end = len(rows) - place, max(row.value, 0.0)
        if row.whole > end:
            bar(drawing, (0, row.whole), (y - 0.3, y + 0.3), colours.grid)
        bar(drawing, (0, end), (y - 0.3, y + 0.3), row.colour or colours.soft)
        label(drawing, 0, y, row.name, anchor="right", xref="paper", shift=-10)
        label(drawing, max(end, row.whole), y, row.text, shift=8)
        area(drawing, (0, top), (y - 0.5, y + 0.5), f"{row.name}: {row.text}", row.id)
    drawing.x.update(range=[0, top])
    drawing.y.update(range=[0.4, len(rows) + 0.6])
    return drawing


def shares(view: View, rows: list[Share], *, row_height: int = 40) -> Drawing:
    """Thick: share of money; thin and grey: of people; "50 % vs 14 %". A click gives [id]."""
    colours = view.palette
    texts = [_share_text(view, row) for row in rows]
    left, right = room(row.name for row in rows), room(texts)
    drawing = blank(view, row_height * len(rows) + 12, left=left, right=right, bottom=4)
    top = max((max(row.money, row.people) for row in rows), default=0) or 1
    for place, row in enumerate(rows):
        y, end = len(rows) - place, max(row.money, 0.0)
        bar(drawing, (0, end), (y - 0.12, y + 0.34), row.colour)
        outline = {"line": {"width": 1, "color": colours.axis}, "fillcolor": "rgba(0,0,0,0)"}
        if abs(_lightness(row.colour) - _lightness(colours.page)) < 90:
            drawing.add_shape(type="rect", x0=0, x1=end, y0=y - 0.12, y1=y + 0.34, **outline)
        bar(drawing, (0, row.people), (y - 0.32, y - 0.16), colours.ghost)
        label(drawing, 0, y, row.name, anchor="right", xref="paper", shift=-10)
        label(drawing, max(end, row.people), y, texts[place], shift=8)
        area(drawing, (0, top), (y - 0.5, y + 0.5), f"{row.name}: {texts[place]}", row.id)
    drawing.x.update(range=[0, top])
    drawing.y.update(range=[0.4, len(rows) + 0.6])
    return drawing


def _share_text(view: View, row: Share) -> str:
    lang, muted = view.lang, view.palette.muted
    people = f"<span style='color:{muted}'>{lang.percent(row.people)}</span>"
    return lang.text(
        "{money} vs {people}", money=f"<b>{lang.percent(row.money)}</b>", people=people
    )


def _lightness(colour: str) -> float:
    return sum(int(colour[i : i + 2], 16) for i in (1, 3, 5)) / 3
