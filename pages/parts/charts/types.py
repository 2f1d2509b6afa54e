"""The eight types: important or not, recent or not, often or not, each in its tile."""

from collections.abc import Callable, Collection

import pandas as pd

from pages.parts.charts.template import (
    Drawing,
    area,
    bar,
    blank,
    in_lines,
    label,
    outline,
    target,
    ticks,
)  # fmt: skip
from pages.parts.guard import View
from pages.parts.names import segment_name

HABITS = ("value", "develop", "keep", "win_back")
WEIGHTS = ("general", "important")
GAP, EDGE = 0.025, 0.04


def types(
    view: View,
    rows: pd.DataFrame,
    value: str,
    write: Callable[[float], str],
    *,
    chosen: Collection[str] = (),
    height: int = 400,
) -> Drawing:
    """Above: customers who spend more than most; from left to right: how they buy.

    rows   one row per type: type8, and the column `value`; a click gives [type8]; chosen are framed
    write  how a value is written
    """
    _, colours = view.text, view.palette
    drawing = blank(view, height, left=76, right=4)
    values = dict(zip(rows.type8, rows[value].fillna(0).astype(float), strict=True))
    most = max(values.values(), default=0) or 1
    places = {
        f"{weight}_{habit}": (x, y)
        for y, weight in enumerate(WEIGHTS, 1)
        for x, habit in enumerate(HABITS, 1)
    }
    for code, (x, y) in places.items():
        amount = values.get(code, 0.0)
        fill = colours.shade(max(amount, 0.0) ** 0.5 / most**0.5)
        ink = {"color": colours.on(fill)}
        left, right = x - 0.5 + GAP, x + 0.5 - GAP
        bar(drawing, (left, right), (y - 0.5 + GAP, y + 0.5 - GAP), fill)
        bar(drawing, (left, left + EDGE), (y - 0.5 + GAP, y + 0.5 - GAP), colours.types[code])
        label(drawing, x, y - 0.04, write(amount), anchor="center", font={**ink, "size": 16})
        name = {"yanchor": "top", "font": {**ink, "size": 12}}
        lines = in_lines(segment_name(view, code).replace(": ", ":<br>", 1), 14)
        label(drawing, left + 0.06, y + 0.42, f"<b>{lines}</b>", **name)
    for code, (x, y) in places.items():
        words = f"{segment_name(view, code)}: {write(values.get(code, 0.0))}"
        area(drawing, (x - 0.5, x + 0.5), (y - 0.5, y + 0.5), words, code)
        target(drawing, x, y, code)
        if code in chosen:
            outline(drawing, (x - 0.47, x + 0.47), (y - 0.47, y + 0.47), colours.text)
    habits = [_("recent, often"), _("recent, rarely"), _("long ago, often"), _("long ago, rarely")]
    drawing.x.update(**ticks(colours, [1, 2, 3, 4], habits), range=[0.5, 4.5])
    drawing.y.update(**ticks(colours, [1, 2], [_("spend less"), _("spend more")]), range=[0.5, 2.5])
    return drawing
