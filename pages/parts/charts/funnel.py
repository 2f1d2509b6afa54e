"""From the first step to the last: how many go on, and where they are lost."""

from itertools import pairwise
from typing import NamedTuple

import plotly.graph_objects as go

from pages.parts.charts.template import TICK, bar, blank, hover, label, room
from pages.parts.guard import View

RATES, VALUES = 1.13, 1.26
MONEY = 0.24


class Step(NamedTuple):
    """A step: how many reached it, their share of the first step and of the step before."""

    name: str
    count: int
    conversion_rate: float
    step_conversion_rate: float | None
    value: float | None = None


def funnel(view: View, steps: list[Step], counted: str, *, row_height: int = 58) -> go.Figure:
    """Left-aligned bars; pale orange is lost at this step, darkest where most are lost.

    counted  what is counted ("deals"), above the bars. A click gives [position of the step].
    """
    _, lang, colours = view.lang.text, view.lang, view.palette
    figure = blank(
        view,
        row_height * len(steps) + 40,
        left=room((s.name for s in steps), extra=26),
        right=8,
        bottom=4,
    )
    rows, first = len(steps), (steps[0].count if steps else 0) or 1
    money = any(step.value is not None for step in steps)
    dearest = max((step.value or 0 for step in steps), default=0) or 1
    lost = [0, *(a.count - b.count for a, b in pairwise(steps))]
    worst = lost.index(max(lost)) if len(lost) > 1 and max(lost) > 0 else None
    for place, step in enumerate(steps):
        y, width = rows - place, step.count / first
        if place and lost[place] > 0:
            end = width + lost[place] / first
            fill = colours.worse_deep if place == worst else colours.worse_tint
            bar(figure, (width, end), (y - 0.31, y + 0.31), fill)
            words = f"{view.lang.number(-lost[place])}"
            words = f"<b>{words}</b>" if place == worst else words
            roomy = lost[place] / first > 0.12
            at, anchor = ((width + end) / 2, "center") if roomy else (end, "left")
            shift = 0 if roomy else 8
            label(
                figure, at, y, words, anchor=anchor, shift=shift, font={"color": colours.worse_text}
            )
        if place:
            above = steps[place - 1].count / first
            path = f"M0,{y + 0.69}L{above},{y + 0.69}L{width},{y + 0.31}L0,{y + 0.31}Z"
            line = {"width": 0}
            figure.add_shape(
                type="path", path=path, fillcolor=colours.tint, line=line, layer="below"
            )
            rate = lang.percent(step.step_conversion_rate, 0)
            ink = colours.worse_text if place == worst else colours.text
            rate = f"<b>{rate}</b>" if place == worst else rate
            label(figure, RATES, y + 0.5, rate, anchor="center", font={"color": ink})
        bar(figure, (0, width), (y - 0.31, y + 0.31), colours.bar)
        label(figure, 0, y, f"<b>{step.name}</b>", anchor="right", xref="paper", shift=-12)
        share = "" if place == rows - 1 and width < 0.16 else lang.percent(step.conversion_rate, 0)
        inside = f"<b>{lang.number(step.count)}</b>  {share}"
        if width >= 0.12:
            label(figure, 0, y, inside, shift=10, font={"color": colours.on(colours.bar)})
        else:
            beyond = width + (lost[place] / first if place and lost[place] > 0 else 0)
            clear = 46 if place and 0 < lost[place] / first <= 0.12 else 8
            label(figure, beyond, y, inside, shift=clear)
        if money and step.value is not None:
            bar(figure, (VALUES, VALUES + MONEY * step.value / dearest), (y - 0.31, y + 0.31),
                colours.soft)  # fmt: skip
            end = VALUES + MONEY * step.value / dearest
            label(figure, end, y, lang.money(step.value), shift=8)
        said = f"{step.name}: <b>{lang.number(step.count)}</b> ({share})"
        hover(figure, [width / 2], [y], [said], customdata=[[place]])
    muted = {"color": colours.muted, "size": TICK}
    label(figure, 0, rows + 0.6, counted, font=muted)
    label(figure, RATES, rows + 0.6, _("go on to next"), anchor="center", font=muted)
    if money:
        label(figure, VALUES, rows + 0.6, _("value"), font=muted)
    figure.update_xaxes(range=[0, 1.7 if money else 1.25])
    figure.update_yaxes(range=[0.5, rows + 0.8])
    return figure
