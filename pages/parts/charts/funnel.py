"""From the first step to the last: how many go on, and where they are lost."""

from typing import NamedTuple

from pages.parts.charts.template import TICK, Drawing, area, bar, blank, label, outline, room
from pages.parts.guard import View

RATES, VALUES = 1.13, 1.28  # where the columns beside the bars begin; the first bar is 1 long
MONEY = 0.15
NARROW = 0.2  # a shorter bar has its text beside it: on a phone the first is 140 pixels long
LONGEST = 110  # pixels of a step's name; more would push the columns together on a phone
HALF = 0.31
RIM = 0.07  # by which the ghost behind a bar is thicker on either side


class Step(NamedTuple):
    """A step: how many reached it, their share of the first step and of the step before.

    At an optional one nobody is lost. before, rate_before: the count and the share of the step
    before in the period compared with.
    """

    name: str
    count: int
    conversion_rate: float
    step_conversion_rate: float | None
    value: float | None = None
    optional: bool = False
    before: int | None = None
    rate_before: float | None = None


def funnel(
    view: View, steps: list[Step], counted: str, *, chosen: str = "", row_height: int = 58
) -> Drawing:
    """Left-aligned bars; pale orange is lost at this step, darkest where most are lost.

    The period before is a grey bar behind, its rates stand in grey below those of now.
    The rate of that step stands out too where no other step has a lower one.

    counted  what is counted ("deals"), above the bars
    chosen   the bar or loss with a frame, "reached.2" or "stopped.2" at the second step
    A click gives "reached" or "stopped" and the position of the step.
    """
    _, colours = view.lang.text, view.palette
    names = [_short(step.name) for step in steps]
    left = room(names, extra=26)
    drawing = blank(view, row_height * len(steps) + 40, left=left, right=8, bottom=4)
    rows = len(steps)
    first = max((n for step in steps for n in (step.count, step.before or 0)), default=0) or 1
    lost = _lost(steps)
    worst = max(range(rows), key=lost.__getitem__) if any(lost) else None
    rates = [step.step_conversion_rate for step in steps[1:]]
    lowest = min((rate for rate in rates if rate is not None and rate == rate), default=None)
    for place, step in enumerate(steps[1:], start=1):
        stands_out = place == worst and step.step_conversion_rate == lowest
        above = steps[place - 1].count / first
        _between(drawing, view, rows - place, above, step, first, stands_out)
    for place, step in enumerate(steps):
        y, is_worst = rows - place, place == worst
        if step.before:
            ends = (y - HALF - RIM, y + HALF + RIM)
            bar(drawing, (0, step.before / first), ends, colours.ghost)
        _bars(drawing, view, y, step, first, lost[place], is_worst)
        label(drawing, 0, y, f"<b>{names[place]}</b>", anchor="right", xref="paper", shift=-12)
        _clicks(drawing, view, place, y, step, first, lost[place], chosen)
    muted = {"color": colours.muted, "size": TICK}
    label(drawing, 0, rows + 0.6, counted, font=muted)
    label(drawing, RATES, rows + 0.6, _("go on"), anchor="center", font=muted)
    dearest = max((step.value or 0 for step in steps), default=0)
    if dearest:
        label(drawing, VALUES, rows + 0.6, _("value"), font=muted)
        for place, step in enumerate(steps):
            end = VALUES + MONEY * (step.value or 0) / dearest
            bar(drawing, (VALUES, end), (rows - place - HALF, rows - place + HALF), colours.soft)
            label(drawing, end, rows - place, view.lang.money(step.value), shift=6)
    drawing.x.update(range=[0, 1.75 if dearest else 1.25])
    drawing.y.update(range=[0.5, rows + 0.8])
    return drawing


def _lost(steps: list[Step]) -> list[int]:
    """How many are lost at each step, of those at the last one before that is not optional."""
    found: list[int] = []
    before = steps[0].count if steps else 0
    for step in steps:
        found.append(0 if step.optional else before - step.count)
        before = before if step.optional else step.count
    return found


def _bars(
    drawing: Drawing, view: View, y: float, step: Step, first: int, lost_count: int, worst: bool
) -> None:
    """How many reached the step, and how many were lost on the way to it."""
    lang, colours = view.lang, view.palette
    width, lost = step.count / first, lost_count / first
    bar(drawing, (0, width), (y - HALF, y + HALF), colours.bar)
    loss = ""
    if lost > 0:
        fill = colours.worse_deep if worst else colours.worse_tint
        bar(drawing, (width, width + lost), (y - HALF, y + HALF), fill)
        loss = lang.number(-lost_count)
        loss = f"<b>{loss}</b>" if worst else loss
    number, share = f"<b>{lang.number(step.count)}</b>", lang.percent(step.conversion_rate, 0)
    two_lines = NARROW <= width < 2 * NARROW
    text = f"{number}<br>{share}" if two_lines else f"{number}  {share}"
    orange = {"color": colours.worse_text}
    if width >= NARROW:
        label(
            drawing,
            0,
            y,
            text,
            shift=6 if two_lines else 10,
            font={"color": colours.on(colours.bar)},
        )
        text = ""
    if lost > NARROW:
        label(drawing, width + lost / 2, y, loss, anchor="center", font=orange)
        loss = ""
    if text or loss:
        beside = f"{text}   <span style='color:{colours.worse_text}'>{loss}</span>".strip()
        label(drawing, width + max(lost, 0), y, beside, shift=8)


def _clicks(
    drawing: Drawing,
    view: View,
    place: int,
    y: float,
    step: Step,
    first: int,
    lost: int,
    chosen: str,
) -> None:
    """What the pointer says over the bar and over the loss, which a click chooses."""
    number, width = view.lang.number, step.count / first
    said = f"{step.name}: <b>{number(step.count)}</b>"
    if step.before is not None:
        said += "<br>" + view.text("before: {n}", n=number(step.before))
    parts = [("reached", (0.0, width), said)]
    if lost > 0:
        said = view.text("stopped before “{step}”", step=step.name)
        parts.append(("stopped", (width, width + lost / first), f"{said}: <b>{number(lost)}</b>"))
    for group, x, said in parts:
        area(drawing, x, (y - HALF, y + HALF), said, group, place)
        if chosen == f"{group}.{place + 1}":
            outline(drawing, x, (y - HALF, y + HALF), view.palette.text)


def _between(
    drawing: Drawing, view: View, y: float, above: float, step: Step, first: int, bold: bool
) -> None:
    """What links a step to the one above: a pale ground, and the share that went on."""
    colours, width = view.palette, step.count / first
    path = f"M0,{y + 1 - HALF}L{above},{y + 1 - HALF}L{width},{y + HALF}L0,{y + HALF}Z"
    drawing.add_shape(
        type="path", path=path, fillcolor=colours.tint, line={"width": 0}, layer="below"
    )
    rate = view.lang.percent(step.step_conversion_rate, 0)
    ink = colours.worse_text if bold else colours.text
    rate = f"<b>{rate}</b>" if bold else rate
    if step.rate_before is not None and step.rate_before == step.rate_before:
        was = view.lang.percent(step.rate_before, 0)
        rate += f"<br><span style='color:{colours.muted};font-size:11px'>{was}</span>"
    label(drawing, RATES, y + 0.5, rate, anchor="center", font={"color": ink})


def _short(name: str) -> str:
    """A step's name as far as there is room; the table and the pointer say all of it."""
    if room([name], extra=0) <= LONGEST:
        return name
    kept = next(n for n in range(len(name), 0, -1) if room([name[:n]], extra=0) <= LONGEST)
    return f"{name[:kept].rstrip()}…"
