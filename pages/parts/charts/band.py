"""A course with its interval: how far it is known lies as a band around it."""

from collections.abc import Callable, Sequence

from pages.parts.charts.template import Drawing, blank, label, nice_ticks, round_text, ticks
from pages.parts.guard import View

HEIGHT = 286


def band(
    view: View,
    x: Sequence[float],
    y: Sequence[float],
    low: Sequence[float],
    high: Sequence[float],
    *,
    write: Callable[[float], str],
    says: Callable[[int], str],
    marks: Sequence[float],
    steps: bool = False,
    named: Sequence[int] = (),
    dots: Sequence[float] = (),
    texts: Sequence[str] = (),
    height: int = HEIGHT,
) -> Drawing:
    """A line with a band around it; marks are the ticks of x, `named` points carry their value.

    steps  the value holds until the next point
    dots   what happened at each x, beside what was foretold
    texts  what is written at the marks, where it is not their number
    """
    colours = view.palette
    drawing = blank(view, height, left=46, right=36)
    lowest = min([0.0, *low])
    rises = nice_ticks(max([*high, *y, *dots, 0.01]), lowest)
    for mark in rises:
        line = {"color": colours.axis if mark == 0 else colours.grid, "width": 1}
        drawing.add_shape(
            type="line", xref="paper", x0=0, x1=1, y0=mark, y1=mark, line=line, layer="below"
        )
    shape = "hv" if steps else "linear"
    for values, fill in ((low, "none"), (high, "tonexty")):
        drawing.add_trace(
            x=list(x), y=list(values), mode="lines", hoverinfo="skip", fill=fill,
            fillcolor=colours.tint, line={"width": 0, "shape": shape},
        )  # fmt: skip
    drawing.add_trace(
        x=list(x), y=list(y), mode="lines",
        line={"width": 2.5, "color": colours.bar, "shape": shape},
        text=[says(place) for place in range(len(x))], hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip
    for place in named:
        drawing.add_trace(
            x=[x[place]], y=[y[place]], mode="markers", hoverinfo="skip",
            marker={"size": 8, "color": colours.bar},
        )  # fmt: skip
        ink = {"size": 12, "color": colours.text}
        label(drawing, x[place], y[place], write(y[place]), anchor="center", yshift=14, font=ink)
    if dots:
        drawing.add_trace(
            x=list(x), y=list(dots), mode="markers", hoverinfo="skip",
            marker={"size": 8, "color": colours.worse},
        )  # fmt: skip
    last = max([*x, *marks, 1])
    drawing.x.update(
        **ticks(colours, list(marks), list(texts) or [view.lang.number(m) for m in marks])
    )
    drawing.x.update(range=[-0.01 * last, 1.02 * last])
    drawing.y.update(**ticks(colours, rises, [round_text(write(mark)) for mark in rises]))
    drawing.y.update(
        range=[1.08 * lowest or -0.01 * rises[-1], max(rises[-1], *high, *y, *dots) * 1.08]
    )
    return drawing
