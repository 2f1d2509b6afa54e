"""The whale curve: what customers bring together, best first, up to the peak and down again."""

from collections.abc import Sequence

from pages.parts.charts.template import Drawing, blank, label, nice_ticks, room, round_text, ticks
from pages.parts.guard import View


def whale(
    view: View, ranks: Sequence[int], money: Sequence[float], *, height: int = 320
) -> Drawing:
    """Cumulative money over customers; the part after the peak is orange.

    ranks, money  points of the curve, the most valuable customer first
    """
    lang, colours = view.lang, view.palette
    top = max(range(len(money)), key=lambda place: money[place])
    low, high = min([0.0, *money]), max([*money, 0.0]) or 1.0
    marks = nice_ticks(high, low, 4)
    texts = [round_text(lang.money(mark)) for mark in marks]
    drawing = blank(view, height, left=room(texts), right=12, bottom=44)
    for mark in marks:
        line = {"color": colours.axis if mark == 0 else colours.grid, "width": 1}
        drawing.add_shape(
            type="line", xref="paper", x0=0, x1=1, y0=mark, y1=mark, line=line, layer="below"
        )
    whole_x, whole_y = [0, *ranks], [0.0, *money]
    for first, last, ink in ((0, top + 2, colours.accent), (top + 1, None, colours.worse)):
        drawing.add_trace(
            x=whole_x[first:last], y=whole_y[first:last], mode="lines",
            line={"color": ink, "width": 3},
            text=[
                lang.text("the first {n} customers leave {money}", n=lang.number(n),
                          money=lang.money(sum_))
                for n, sum_ in zip(whole_x[first:last], whole_y[first:last], strict=True)
            ],
            hovertemplate="%{text}<extra></extra>",
        )  # fmt: skip
    drawing.add_trace(
        x=[ranks[top]], y=[money[top]], mode="markers", hoverinfo="skip",
        marker={"size": 9, "color": colours.page, "line": {"width": 2, "color": colours.text}},
    )  # fmt: skip
    span, right = high - low, ranks[top] > ranks[-1] / 2
    words = lang.text(
        "peak {money} with {n}", money=f"<b>{lang.money(money[top])}</b>", n=lang.number(ranks[top])
    )
    label(drawing, ranks[top], money[top] + 0.07 * span, words,
          anchor="right" if right else "left")  # fmt: skip
    if top < len(money) - 1:
        said = lang.text("all: {money}", money=f"<b>{lang.money(money[-1])}</b>")
        label(drawing, ranks[-1], money[-1] - 0.08 * span, said, anchor="right",
              font={"color": colours.worse})  # fmt: skip
    count = ranks[-1]
    steps = [0, *(mark for mark in nice_ticks(count, 0, 4) if 0 < mark <= count)]
    drawing.x.update(**ticks(colours, steps, [lang.number(step) for step in steps]))
    title = {"text": lang.text("customers"), "font": {"size": 12, "color": colours.muted}}
    drawing.x.update(title=title, range=[-0.01 * count, 1.02 * count])
    drawing.y.update(**ticks(colours, marks, texts))
    drawing.y.update(range=[low - 0.03 * span, high + 0.15 * span])
    return drawing
