"""Notes pinned to days, on every chart over time: a dotted line with a number, the words beside."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from analytics.notes import Note
from pages.parts.charts.template import Drawing, hover, label
from pages.parts.guard import View

Span = tuple[date, date]  # first and last day a point of the course stands for
MOST = 9


def put(view: View, drawing: Drawing, spans: Sequence[Span], places: Sequence[float] = ()) -> str:
    """Draws the notes of these days, those of one point on one line; returns them in words.

    drawing  a chart over time that is finished but for them
    spans    the days each of its points stands for, in order
    places   where on its axis the points are; 0, 1, 2 … where none are given
    The words belong to the line under its title: "1 Price rise (3 Mar) · 2 Fair (8 Apr)".
    """
    colours, found = view.palette, _placed(view, spans)
    low, high = drawing.y["range"]
    for point, numbers in found.items():
        place = places[point] if places else point
        drawing.add_shape(
            type="line", x0=place, x1=place, yref="paper", y0=0, y1=0.94, layer="below",
            line={"color": colours.muted, "width": 1, "dash": "dot"},
        )  # fmt: skip
        text = " ".join(str(number) for number, _note in numbers)
        ink = {"size": 12, "color": colours.muted}
        label(
            drawing, place, 0.97, f"<b>{text}</b>", anchor="center", yref="paper", font=ink,
            bgcolor=colours.page,
        )  # fmt: skip
        said = "<br>".join(f"{view.lang.date(note.day)}: {note.text}" for _n, note in numbers)
        hover(drawing, [place], [low + 0.94 * (high - low)], [said], size=18)
    told = sorted(pair for pairs in found.values() for pair in pairs)
    return " · ".join(
        view.text("{n} {note} ({day})", n=n, note=note.text, day=view.lang.date(note.day, "day"))
        for n, note in told
    )


def months(days: Iterable[date | int]) -> list[Span]:
    """The whole month of each day in it, or of its number year × 12 + month − 1."""
    firsts = [
        date(day // 12, day % 12 + 1, 1) if isinstance(day, int) else date(day.year, day.month, 1)
        for day in days
    ]
    return [(day, (day + timedelta(days=31)).replace(day=1) - timedelta(days=1)) for day in firsts]


def until_next(points: Sequence[date]) -> list[Span]:
    """From each day to the one before the next, for points that say what comes after them."""
    known = [date(day.year, day.month, day.day) for day in points]
    ends = [day - timedelta(days=1) for day in known[1:]]
    return list(zip(known, [*ends, *known[-1:]], strict=True))


def days(view: View, first: date, last: date) -> list[Span]:
    """The days of the notes themselves, for a chart on which every day has its place."""
    noted = sorted({note.day for note in view.notes if first <= note.day <= last})
    return [(day, day) for day in noted]


def _placed(view: View, spans: Sequence[Span]) -> dict[int, list[tuple[int, Note]]]:
    """Which notes stand at which point, numbered through; the latest where there are many."""
    if not spans:
        return {}
    first_day, last_day = spans[0][0], spans[-1][1]
    found = [note for note in view.notes if first_day <= note.day <= last_day][-MOST:]
    placed: dict[int, list[tuple[int, Note]]] = {}
    for number, note in enumerate(found, start=1):
        for place, (first, last) in enumerate(spans):
            if first <= note.day <= last:
                placed.setdefault(place, []).append((number, note))
    return placed
