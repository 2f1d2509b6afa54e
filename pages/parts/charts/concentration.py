"""How much the largest customers bring: the Lorenz curve, largest first."""

from bisect import bisect_left
from collections.abc import Sequence

from pages.parts.charts.template import Drawing, blank, label, room, ticks
from pages.parts.guard import View
from pages.parts.palette import TIERS

LINE = 18  # pixels between two labels above each other
WIDTH = 400  # of the drawing, about, beside the pyramid


def concentration(
    view: View,
    customers: Sequence[float],
    value: Sequence[float],
    cuts: Sequence[tuple[float, float]],
    *,
    height: int = 468,
) -> Drawing:
    """Cumulative share of value over that of customers, each piece in its tier's colour.

    customers, value  cumulative shares 0 to 1, largest customer first; value may rise above 1
    cuts              (share of customers, share of value) where each tier but the last ends;
                      one that ends with the same customer as the one before goes unnamed
    """
    _, lang, colours = view.lang.text, view.lang, view.palette
    drawing = blank(view, height, left=46, right=14, bottom=44)
    points = sorted([(0.0, 0.0), *zip(customers, value, strict=True), *cuts])
    fill = {"fill": "tozeroy", "fillcolor": colours.wash, "hoverinfo": "skip", "mode": "lines"}
    drawing.add_trace(
        x=[x for x, _y in points], y=[y for _x, y in points], line={"width": 0}, **fill
    )
    equal = {"width": 1, "color": colours.ghost, "dash": "dot"}
    drawing.add_shape(type="line", x0=0, y0=0, x1=1, y1=1, line=equal)
    label(
        drawing, 0.78, 0.58, _("if all were equal"), anchor="center", font={"color": colours.muted}
    )
    edges = [0.0, *(cut for cut, _y in cuts), 1.0]
    for tier, start, end in zip(TIERS, edges, edges[1:], strict=False):
        piece = [(x, y) for x, y in points if start <= x <= end]
        drawing.add_trace(
                x=[x for x, _y in piece],
                y=[y for _x, y in piece],
                mode="lines",
                line={"width": 3.5, "color": colours.tiers[tier]},
                text=[
                    _("the first {customers} of customers bring {value}",
                      customers=lang.percent(x), value=lang.percent(y))
                    for x, y in piece
                ],
                hovertemplate="%{text}<extra></extra>",
            )  # fmt: skip
    drawing.add_trace(
        x=[x for x, _y in cuts],
        y=[y for _x, y in cuts],
        mode="markers",
        hoverinfo="skip",
        marker={
            "size": 9,
            "color": colours.page,
            "line": {"width": 2, "color": colours.text},
        },
    )
    top = max([1.0, *value])
    ends = [round(share, 9) for share in customers]
    last_customer, named = -1, list[tuple[float, float, int]]()
    for cut, reached in cuts:
        text = _(
            "{share} from the top {cut}",
            share=f"<b>{lang.percent(reached)}</b>",
            cut=lang.percent(cut, 0),
        )
        customer = bisect_left(ends, round(cut, 9))
        touches = any(
            abs(reached - y) / top * height < LINE and (cut - x) * WIDTH < wide
            for x, y, wide in named
        )
        if customer != last_customer and not touches:
            label(drawing, cut, reached, text, shift=11, yshift=-9)
            named.append((cut, reached, room([text])))
        last_customer = customer
    marks = [0, 0.2, 0.4, 0.6, 0.8, 1]
    texts = [lang.percent(mark, 0) if mark else "0" for mark in marks]
    for mark in marks:
        line = {"color": colours.axis if mark == 0 else colours.grid, "width": 1}
        drawing.add_shape(type="line", x0=0, x1=1.01, y0=mark, y1=mark, line=line, layer="below")
    drawing.x.update(**ticks(colours, marks, texts), range=[-0.012, 1.03])
    title = {"text": _("share of customers"), "font": {"size": 12, "color": colours.muted}}
    drawing.x.update(title=title)
    drawing.y.update(**ticks(colours, marks, texts), range=[0, top + 0.02])
    return drawing
