"""Axes on which each step is a multiple: money from small to large, times a usual gap."""

import math
from collections.abc import Sequence

from pages.parts.charts.scatter import Axis
from pages.parts.charts.template import round_text
from pages.parts.guard import View

TIMES = (0.1, 0.3, 1, 3, 10, 30, 100)


def decades(view: View, values: Sequence[float], name: str = "") -> Axis:
    """Powers of ten of money around the values; the lowest hundredth may fall below."""
    known = sorted(value for value in values if value > 0) or [1.0]
    low, high = math.log10(known[len(known) // 100]), math.log10(known[-1])
    ticks = [10.0**power for power in range(math.ceil(low), math.floor(high) + 1)]
    texts = [round_text(view.lang.money(tick)) for tick in ticks]
    return Axis(ticks, texts, (10 ** (low - 0.05), 10 ** (high + 0.1)), name, log=True)


def times(view: View, values: Sequence[float], name: str = "") -> Axis:
    """How many times something, from a tenth (or less, drawn there) to the largest value."""
    top = max([*values, 3.0])
    ticks = [tick for tick in TIMES if tick <= top]
    texts = [f"{view.lang.number(tick, 1 if tick < 1 else 0)}\u00a0×" for tick in ticks]
    texts[0] = f"≤\u00a0{texts[0]}"
    return Axis(ticks, texts, (0.085, top * 1.15), name, log=True)
