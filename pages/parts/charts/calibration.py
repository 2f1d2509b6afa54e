"""What was foretold beside what happened, group by group."""

import pandas as pd

from pages.parts.charts.template import TICK, Drawing, bar, blank, hover, label, ticks
from pages.parts.guard import View


def calibration(view: View, groups: pd.DataFrame, *, height: int = 176) -> Drawing:
    """Columns: the share it happened to; lines across them: the share foretold.

    groups  customers predicted actual low high, in rising order of predicted
    """
    _, lang, colours = view.text, view.lang, view.palette
    drawing = blank(view, height, left=44, right=8, bottom=24)
    for place, row in enumerate(groups.itertuples()):
        bar(drawing, (place - 0.4, place + 0.4), (0, row.actual), colours.ghost)
        drawing.add_shape(
            type="line", x0=place - 0.46, x1=place + 0.46, y0=row.predicted, y1=row.predicted,
            line={"width": 3, "color": colours.worse},
        )  # fmt: skip
        spot = _spot(row.actual, row.predicted)
        inside = spot < row.actual
        label(
            drawing, place, spot,
            lang.percent(row.actual, 0).split("\u00a0")[0], anchor="center",
            font={"size": TICK, "color": colours.on(colours.ghost) if inside else colours.muted},
        )  # fmt: skip
    words = [
        _(
            "{n} customers: foretold {predicted}, happened {actual} ({low} to {high})",
            n=lang.number(row.customers),
            predicted=lang.percent(row.predicted, 0),
            actual=lang.percent(row.actual, 0),
            low=lang.percent(row.low, 0),
            high=lang.percent(row.high, 0),
        )
        for row in groups.itertuples()
    ]
    hover(drawing, list(range(len(groups))), groups["actual"].tolist(), words)
    last = len(groups) - 1
    ends = {0: _("lowest"), last: _("highest")} if last > 0 else {}
    drawing.x.update(ticks(colours, list(ends), list(ends.values())), range=[-0.6, last + 0.6])
    drawing.y.update(
        ticks(colours, [0, 0.5, 1], ["0", lang.percent(0.5), lang.percent(1)]),
        range=[0, 1.04], showgrid=True, gridcolor=colours.grid,
    )  # fmt: skip
    return drawing


def _spot(actual: float, predicted: float) -> float:
    """How high a column's number stands: in its foot or head or above it, clear of the line."""
    spots = [0.07] if actual > 2 * 0.07 else []
    spots += [actual - 0.07] if actual > 4 * 0.07 else []
    spots += [actual + 0.07, max(actual, predicted) + 0.07]
    return next((spot for spot in spots[:-1] if abs(spot - predicted) > 0.09), spots[-1])
