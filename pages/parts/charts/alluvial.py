"""From the groups of one day to those of another: how many went from where to where."""

from collections.abc import Sequence
from typing import NamedTuple

from pages.parts.charts.template import TICK, Drawing, area, bar, blank, hover, label, room
from pages.parts.guard import View

SLOT = 31  # pixels a group takes at least, so that the two lines of its name fit
NODE = 0.05
ALONG = (0.2, 0.5, 0.8)  # where on its way a flow can be pointed at
LONGEST = 128  # pixels of a name; more would leave a phone no room for the flows


class Group(NamedTuple):
    """A group on one side: its code, its name, its colour."""

    code: str
    name: str
    colour: str


class Flow(NamedTuple):
    """Customers who went from one group to another, what is said of them, and the direction:
    "rose" and "came" are blue, "slid" is orange, the rest grey."""

    before: str
    after: str
    customers: int
    text: str
    direction: str = ""


def alluvial(
    view: View,
    sides: tuple[Sequence[Group], Sequence[Group]],
    flows: Sequence[Flow],
    heads: tuple[str, str],
    *,
    height: int = 480,
) -> Drawing:
    """Bands as thick as their customers are many, between groups one above the other.

    sides  the groups of the earlier day and of the later, best first; those without customers
           are left out
    heads  what stands above the two sides. A click on a band gives [before, after], on a group
           [before, ""] or ["", after].
    """
    colours, number = view.palette, view.lang.number
    sums: tuple[dict[str, int], dict[str, int]] = ({}, {})
    for flow in flows:
        for side, code in zip(sums, (flow.before, flow.after), strict=True):
            side[code] = side.get(code, 0) + flow.customers
    used = [[g for g in side if sums[i].get(g.code)] for i, side in enumerate(sides)]
    height = max(height, 30 + SLOT * max(map(len, used)))
    scale = _scale([[sums[i][g.code] for g in side] for i, side in enumerate(used)], height - 30)
    margins = [
        max(room([heads[i]]), min(room(group.name for group in side), LONGEST))
        for i, side in enumerate(used)
    ]
    drawing = blank(view, height, left=margins[0], right=margins[1], bottom=0)
    tops: list[dict[str, float]] = []
    for i, side in enumerate(used):
        end, anchor, shift = (0, "right", -8) if i == 0 else (1, "left", 8)
        label(drawing, end, 11, heads[i], anchor=anchor, shift=shift,
              font={"color": colours.muted, "size": TICK})  # fmt: skip
        top, starts = 30.0, {}
        for group in side:
            count = sums[i][group.code]
            thick = count * scale
            slot = max(thick, SLOT)
            middle = top + slot / 2
            starts[group.code] = middle - thick / 2
            x = (0.0, NODE) if i == 0 else (1 - NODE, 1.0)
            bar(drawing, x, (middle - max(thick, 1) / 2, middle + max(thick, 1) / 2), group.colour)
            said = f"<span style='color:{colours.muted}'>{number(count)}</span>"
            words = f"{_short(group.name)}<br>{said}"
            label(drawing, end, middle, words, anchor=anchor, shift=shift, font={"size": TICK})
            pair = (group.code, "") if i == 0 else ("", group.code)
            wide = (-0.02, 0.12) if i == 0 else (0.88, 1.02)
            text = f"{group.name}: <b>{number(count)}</b>"
            area(drawing, wide, (top, top + slot), text, *pair)
            top += slot
        tops.append(starts)
    _bands(drawing, view, used, flows, tops, scale)
    drawing.x.update(range=[0, 1])
    drawing.y.update(range=[height, 0])
    return drawing


def _scale(counts: list[list[int]], pixels: float) -> float:
    """Pixels a customer, so that on the fuller side all groups fit, small ones in a slot each."""
    low, high = 0.0, pixels / max(1, *(sum(side) for side in counts))
    for _ in range(40):
        middle = (low + high) / 2
        fits = all(sum(max(n * middle, SLOT) for n in side) <= pixels for side in counts)
        low, high = (middle, high) if fits else (low, middle)
    return low


def _bands(
    drawing: Drawing,
    view: View,
    used: list[list[Group]],
    flows: Sequence[Flow],
    tops: list[dict[str, float]],
    scale: float,
) -> None:
    """The bands, grey ones below; each side is filled in the order of the other."""
    colours = view.palette
    inks = {"rose": (colours.bar, 0.45), "came": (colours.bar, 0.25), "slid": (colours.worse, 0.45)}
    places = [{g.code: place for place, g in enumerate(side)} for side in used]
    left, right = dict(tops[0]), dict(tops[1])
    ordered = sorted(flows, key=lambda f: (places[0][f.before], places[1][f.after]))
    drawn = []
    for flow in ordered:
        thick = flow.customers * scale
        drawn.append((flow, left[flow.before], right[flow.after], thick))
        left[flow.before] += thick
        right[flow.after] += thick
    for flow, y0, y1, thick in sorted(drawn, key=lambda d: d[0].direction in inks):
        ink, opacity = inks.get(flow.direction, (colours.ghost, 0.35))
        a, b = NODE, 1 - NODE
        path = (
            f"M{a},{y0}C0.5,{y0} 0.5,{y1} {b},{y1}L{b},{y1 + thick}"
            f"C0.5,{y1 + thick} 0.5,{y0 + thick} {a},{y0 + thick}Z"
        )
        line = {"width": 0}
        drawing.add_shape(
            type="path", path=path, fillcolor=ink, opacity=opacity, line=line, layer="below"
        )
        points = [_along(t, y0 + thick / 2, y1 + thick / 2) for t in ALONG]
        pair = [[flow.before, flow.after]] * len(points)
        size = min(max(thick, 6), 26)
        hover(drawing, [x for x, _ in points], [y for _, y in points], [flow.text] * len(points),
              customdata=pair, size=size)  # fmt: skip


def _along(t: float, y0: float, y1: float) -> tuple[float, float]:
    """A point of a band's middle line."""
    early = (1 - t) ** 2 * (1 + 2 * t)
    x = (1 - t) ** 3 * NODE + 1.5 * (1 - t) * t + t**3 * (1 - NODE)
    return x, y0 * early + y1 * (1 - early)


def _short(name: str) -> str:
    """A name as far as there is room; the pointer says all of it."""
    if room([name], extra=0) <= LONGEST - 10:
        return name
    kept = next(n for n in range(len(name), 0, -1) if room([name[:n]], extra=0) <= LONGEST - 18)
    return f"{name[:kept].rstrip()}…"
