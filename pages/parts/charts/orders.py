"""Every order of one customer over time, and above them the stages of their life."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from pages.parts.charts.template import Drawing, bar, blank, label, nice_ticks, round_text, ticks
from pages.parts.guard import View

HEIGHT = 340
MONTHS = 6  # ticks at most, so that none turns on a phone
LETTERS = 55  # that fit side by side on a phone


class Order(NamedTuple):
    """An order or a return: its day, its money, and what the pointer says."""

    day: date
    amount: float
    is_return: bool
    says: str


class Span(NamedTuple):
    """A stage of life: its name, its colour, its first and its last day."""

    name: str
    colour: str
    start: date
    end: date


def orders(
    view: View,
    rows: Sequence[Order],
    spans: Sequence[Span],
    contacts: Sequence[tuple[date, str]],
    as_of: date,
    due: tuple[date, date] | None = None,
) -> Drawing:
    """Orders upwards, returned goods orange, contacts as ticks below, the stages as a ribbon.

    due  the days between which the next order is expected, a pale band
    """
    colours, lang = view.palette, view.lang
    drawing = blank(view, HEIGHT, left=56, right=20, bottom=42)
    start = min([row.day for row in rows] + [day for day, _ in contacts] + [as_of]).toordinal()
    end = max([as_of, *(due or ())]).toordinal()
    wide = max(end - start, 14)
    marks = nice_ticks(max([row.amount for row in rows], default=1) or 1,
                       min([row.amount for row in rows], default=0), most=4)  # fmt: skip
    top, low = max(marks[-1], *(row.amount for row in rows), 0), marks[0]
    tall = top - low or 1
    for mark in marks:
        line = {"color": colours.axis if mark == 0 else colours.grid, "width": 1}
        drawing.add_shape(
            type="line", xref="paper", x0=0, x1=1, y0=mark, y1=mark, line=line, layer="below"
        )
    if due:
        first, last = (day.toordinal() for day in due)
        bar(drawing, (first, max(last, first + wide / 200)), (low, top * 1.05), colours.tint)
        ink = {"size": 12, "color": colours.accent}
        word = lang.text("due")
        near = last > start + 0.85 * wide  # the end of the drawing
        label(drawing, first if near else (first + last) / 2, top * 1.05, word,
              anchor="right" if near else "center", shift=-4 * near, yshift=-8,
              font=ink)  # fmt: skip
    _ribbon(drawing, view, spans, start, wide, top + 0.13 * tall, tall)
    for returned, colour in ((False, colours.bar), (True, colours.worse)):
        some = [row for row in rows if row.is_return == returned]
        if not some:
            continue
        days = [row.day.toordinal() for row in some]
        drawing.add_trace(
            x=[x for day in days for x in (day, day, None)],
            y=[y for row in some for y in (0, row.amount, None)],
            mode="lines", line={"width": 1.4, "color": colour}, opacity=0.6, hoverinfo="skip",
        )  # fmt: skip
        drawing.add_trace(
            x=days, y=[row.amount for row in some], mode="markers",
            marker={"size": 8, "color": colour}, text=[row.says for row in some],
            hovertemplate="%{text}<extra></extra>",
        )  # fmt: skip
    if contacts:
        drawing.add_trace(
            x=[day.toordinal() for day, _ in contacts], y=[low - 0.09 * tall] * len(contacts),
            mode="markers", text=[says for _, says in contacts],
            marker={"symbol": "line-ns", "size": 9,
                    "line": {"width": 1.2, "color": colours.muted}},
            hovertemplate="%{text}<extra></extra>",
        )  # fmt: skip
    drawing.add_shape(
        type="line", x0=as_of.toordinal(), x1=as_of.toordinal(), y0=low, y1=top * 1.05,
        line={"color": colours.text, "width": 1.2},
    )  # fmt: skip
    days, texts = _months(view, start, end)
    drawing.x.update(**ticks(colours, days, texts), range=[start - 0.02 * wide, end + 0.02 * wide],
                     tickangle=0)  # fmt: skip
    drawing.y.update(**ticks(colours, marks, [round_text(lang.money(mark)) for mark in marks]))
    drawing.y.update(range=[low - 0.16 * tall, top + 0.27 * tall])
    return drawing


def _ribbon(
    drawing: Drawing,
    view: View,
    spans: Sequence[Span],
    start: int,
    wide: int,
    y: float,
    tall: float,
) -> None:
    """The stages one after another, those long enough named."""
    for span in spans:
        x0, x1 = span.start.toordinal(), span.end.toordinal() + 1
        bar(drawing, (max(x0, start), x1), (y - 0.012 * tall, y + 0.012 * tall), span.colour)
        letters = sum(2 if ord(c) > 0x2E7F else 1 for c in span.name)
        if (x1 - x0) / wide * LETTERS >= letters:
            ink = {"size": 12, "color": view.palette.muted}
            label(drawing, x0, y + 0.06 * tall, span.name, font=ink)


def _months(view: View, start: int, end: int) -> tuple[list[int], list[str]]:
    """First days of months, not too many, the year where it changes."""
    first, last = date.fromordinal(start), date.fromordinal(end)
    months = range(first.year * 12 + first.month, last.year * 12 + last.month)
    every = max(1, -(-len(months) // MONTHS))
    days = [date(month // 12, month % 12 + 1, 1) for month in months[::every]]
    texts, year = [], None
    for day in days:
        texts.append(
            view.lang.month(day, year=day.year != year).replace(" ", "<br>").replace("年", "年<br>")
        )
        year = day.year
    return [day.toordinal() for day in days], texts
