"""Notes pinned to days, on every course: a dotted line with a number, the words beside it."""

from collections.abc import Sequence
from datetime import date

from analytics.notes import Note
from pages.parts.charts.template import Drawing, hover, label
from pages.parts.guard import View

Span = tuple[date, date]  # first and last day a point of the course stands for
MOST = 9


def draw(view: View, drawing: Drawing, spans: Sequence[Span], top: float) -> None:
    """The notes of these days; those of one point share a line. `top` is the height of numbers."""
    colours = view.palette
    for place, numbers in _placed(view, spans).items():
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
        hover(drawing, [place], [top], [said], size=18)


def words(view: View, spans: Sequence[Span]) -> str:
    """The notes in the line under a chart's title: "1 Price rise (3 Mar) · 2 Fair (8 Apr)"."""
    told = sorted(pair for pairs in _placed(view, spans).values() for pair in pairs)
    return " · ".join(
        view.text("{n} {note} ({day})", n=n, note=note.text, day=view.lang.date(note.day, "day"))
        for n, note in told
    )


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
