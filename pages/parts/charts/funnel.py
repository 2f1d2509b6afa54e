"""From the first step to the last: how many go on, and where they are lost."""

from typing import NamedTuple

from pages.parts.charts.template import TICK, Drawing, area, bar, blank, label, outline, room
from pages.parts.guard import View
from pages.parts.palette import Palette

MONEY = 0.15  # length of the longest bar of money; the first bar of people is 1 long
LONGEST = 96  # pixels of a step's name; more would push the columns together on a phone
PHONE = 354  # pixels of a chart on a phone: a bar holds the text that it has room for there
PAD = 6
HALF = 0.31
RIM = 0.07  # by which the ghost behind a bar is thicker on either side
TIP = 0.035  # half the height of an interval's ends


class Hints(NamedTuple):
    """What the pointer says over the parts of a step."""

    reached: str = ""
    stopped: str = ""
    onwards: str = ""
    value: str = ""
    before: str = ""


class Step(NamedTuple):
    """A step: how many reached it, their share of the first step and of the step before.

    lost        of those at the step before; nobody at an optional one
    low, high   95 % interval of the share of the first step; interval: that of the step before,
                in words
    before, rate_before   the count and the share of the step before in the period compared with
    """

    name: str
    count: int
    conversion_rate: float
    step_conversion_rate: float | None
    value: float | None = None
    optional: bool = False
    before: int | None = None
    rate_before: float | None = None
    lost: int = 0
    low: float | None = None
    high: float | None = None
    interval: str = ""
    hints: Hints = Hints()


class Scale(NamedTuple):
    """Where things lie: customers of a bar as long as 1, pixels of that on a phone, the columns.

    rates, values   the middle of the column of rates, and where that of money begins
    wide            where the picture ends
    """

    first: int
    unit: float
    rates: float
    values: float
    wide: float


def funnel(view: View, steps: list[Step], counted: str, *, chosen: str = "") -> Drawing:
    """Left-aligned bars; pale orange is lost at this step, darkest where most are lost.

    The line under the end of a bar is the 95 % interval of its share of the first. An optional
    step is paler and lies on a ground as wide as the step that those who pass it by come from.
    The period before is a grey bar behind, its rates stand in grey below those of now. The rate
    of the worst step stands out too where no other step has a lower one.

    counted  what is counted ("deals"), above the bars
    chosen   the bar or loss with a frame, "reached.2" or "stopped.2" at the second step
    A click gives "reached" or "stopped" and the position of the step.
    """
    _, colours, rows = view.lang.text, view.palette, len(steps)
    compared = any(step.before is not None for step in steps)
    names = [_name(view, step) for step in steps]
    left = room([line for name in names for line in name.split("<br>")], extra=26)
    height = (84 if compared else 64) * rows + 40
    drawing = blank(view, height, left=left, right=8, bottom=4)
    dearest = max((step.value or 0 for step in steps), default=0)
    scale = _scale(steps, PHONE - left - 8, compared, dearest > 0)
    worst = max(range(rows), key=lambda place: steps[place].lost, default=0)
    worst = worst if rows and steps[worst].lost else -1
    rates = [step.step_conversion_rate for step in steps[1:]]
    lowest = min((rate for rate in rates if rate is not None and rate == rate), default=None)
    for place, step in enumerate(steps[1:], start=1):
        stands_out = place == worst and step.step_conversion_rate == lowest
        _between(drawing, view, rows - place, steps[:place], step, scale, stands_out)
    for place, step in enumerate(steps):
        y = rows - place
        if step.before:
            ends = (y - HALF - RIM, y + HALF + RIM)
            bar(drawing, (0, step.before / scale.first), ends, colours.ghost)
        beside = _bars(drawing, view, y, step, scale, place == worst)
        label(drawing, 0, y, names[place], anchor="right", xref="paper", shift=-12)
        _clicks(drawing, view, place, y, step, scale, chosen)
        if beside:
            area(drawing, beside, (y - HALF, y + HALF), step.hints.stopped, "stopped", place)
    for place, step in enumerate(steps):
        below = rows - place - HALF - TIP - (RIM if compared else 0) - 0.02
        _interval(drawing, colours, below, step, steps[0].count / scale.first)
    muted = {"color": colours.muted, "size": TICK}
    label(drawing, 0, rows + 0.6, counted, font=muted)
    if rows > 1:
        label(drawing, scale.rates, rows + 0.6, _("go on"), anchor="center", font=muted)
    if dearest:
        label(drawing, scale.values, rows + 0.6, _("value"), font=muted)
        _values(drawing, view, steps, dearest, scale)
    drawing.x.update(range=[0, scale.wide])
    drawing.y.update(range=[0.5, rows + 0.8])
    return drawing


def _scale(steps: list[Step], pixels: int, compared: bool, valued: bool) -> Scale:
    """Rates have more room where those of the period before stand under them."""
    first = max((n for step in steps for n in (step.count, step.before or 0)), default=0) or 1
    rates, values = (1.2, 1.41) if compared else (1.13, 1.28)
    wide = values + 0.47 if valued else 2 * rates - 1
    return Scale(first, pixels / wide, rates, values, wide)


def _bars(
    drawing: Drawing, view: View, y: float, step: Step, scale: Scale, worst: bool
) -> tuple[float, float] | None:
    """How many reached the step and how many were lost on the way to it, each where it has room.

    Returns from where to where the loss is written if it is beside the bars: a thin one is hard to
    press, its number is not.
    """
    beside = None
    lang, colours = view.lang, view.palette
    first, unit = scale.first, scale.unit
    width, lost = step.count / first, step.lost / first
    end = max(width + lost, (step.before or 0) / first)
    fill = colours.soft if step.optional else colours.bar
    bar(drawing, (0, width), (y - HALF, y + HALF), fill)
    number, share = lang.number(step.count), lang.percent(step.conversion_rate)
    narrow = room([number, share], extra=0)
    whole = width * unit >= room([f"{number}  {share}"], extra=2 * PAD)
    text = f"<b>{number}</b>" + ("  " if whole else "<br>") + share
    inside, over = (part * unit >= narrow + PAD + 2 for part in (width, lost))
    place = 0.0 if inside else width if over else end
    ink = colours.on(fill) if inside else colours.text
    taken = 0 if inside else narrow + 2 * PAD
    if step.lost > 0:
        deep = colours.worse_deep if worst else colours.worse_tint
        bar(drawing, (width, width + lost), (y - HALF, y + HALF), deep)
        gone = [lang.number(-step.lost), lang.percent(step.lost / (step.lost + step.count))]
        loss, orange = "<br>".join(gone), {"color": colours.worse_text}
        loss = f"<b>{loss}</b>" if worst else loss
        if lost * unit >= taken * over + room(gone, extra=2 * PAD):
            middle = width + lost / 2
            label(drawing, middle, y, loss, anchor="center", shift=taken * over / 2, font=orange)
        else:
            aside = taken * (not over)
            label(drawing, end, y, loss, shift=PAD + aside, font=orange)
            beside = end + aside / unit, end + (aside + room(gone, extra=PAD)) / unit
    label(drawing, place, y, text, shift=PAD, font={"color": ink})
    return beside


def _values(drawing: Drawing, view: View, steps: list[Step], dearest: float, scale: Scale) -> None:
    """The money of those who reached each step, in a column of its own."""
    for place, step in enumerate(steps):
        y, end = len(steps) - place, scale.values + MONEY * (step.value or 0) / dearest
        bar(drawing, (scale.values, end), (y - HALF, y + HALF), view.palette.soft)
        label(drawing, end, y, view.lang.money(step.value), shift=6)
        if step.count:
            ends = (y - HALF, y + HALF)
            area(drawing, (scale.values, scale.wide), ends, step.hints.value, "reached", place)


def _interval(drawing: Drawing, colours: Palette, y: float, step: Step, entered: float) -> None:
    """A line under the end of a bar, from the lower to the upper end of its interval."""
    if step.low is None or step.low != step.low or step.high is None or step.low == step.high:
        return
    low, high = step.low * entered, step.high * entered
    path = f"M{low},{y}L{high},{y}"
    path += "".join(f"M{end},{y - TIP}L{end},{y + TIP}" for end in (low, high))
    line = {"color": colours.text, "width": 1.5}
    drawing.add_shape(type="path", path=path, line=line, layer="below")


def _clicks(
    drawing: Drawing, view: View, place: int, y: float, step: Step, scale: Scale, chosen: str
) -> None:
    """What the pointer says over the parts of a step, which a click chooses."""
    first, width, lost = scale.first, step.count / scale.first, step.lost / scale.first
    ends, hints = (y - HALF, y + HALF), step.hints
    parts = [
        ("reached", (0.0, width), hints.reached, step.count),
        ("stopped", (width, width + lost), hints.stopped, step.lost),
    ]
    for group, x, said, count in parts:
        if count > 0:
            area(drawing, x, ends, said, group, place)
        if chosen == f"{group}.{place + 1}":
            outline(drawing, x, ends, view.palette.text)
    if place and step.count:
        between = (y + 0.5 - 0.4, y + 0.5 + 0.4)
        area(drawing, (1.03, 2 * scale.rates - 1.03), between, hints.onwards, "reached", place)
    if step.before and step.before / first > width + lost:
        area(drawing, (width + lost, step.before / first), ends, hints.before)


def _between(
    drawing: Drawing, view: View, y: float, above: list[Step], step: Step, scale: Scale, bold: bool
) -> None:
    """What links a step to the one it follows, and the share that went on.

    The ground under an optional step is as wide as the step it passes by.
    """
    colours = view.palette
    passed = next((each for each in reversed(above) if not each.optional), above[-1])
    wide = (passed if step.optional else step).count / scale.first
    bottom = y - HALF if step.optional else y + HALF
    top, edge = passed.count / scale.first, y + 1 - HALF
    path = f"M0,{edge}L{top},{edge}L{wide},{y + HALF}L{wide},{bottom}L0,{bottom}Z"
    drawing.add_shape(
        type="path", path=path, fillcolor=colours.tint, line={"width": 0}, layer="below"
    )
    rate = view.lang.percent(step.step_conversion_rate)
    rate = f"<b>{rate}</b>" if bold else rate
    small = [step.interval] if step.interval else []
    if step.rate_before is not None and step.rate_before == step.rate_before:
        small.append(view.text("was {rate}", rate=view.lang.percent(step.rate_before)))
    for said in small:
        rate += f"<br><span style='color:{colours.muted};font-size:11px'>{said}</span>"
    ink = colours.worse_text if bold else colours.muted if step.optional else colours.text
    label(drawing, scale.rates, y + 0.5, rate, anchor="center", font={"color": ink})


def _name(view: View, step: Step) -> str:
    """A step's name on two lines if need be, as far as there is room; that it is optional."""
    words, lines = step.name.split(" "), [""]
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        if room([longer], extra=0) > LONGEST and lines[-1] and len(lines) < 2:
            lines.append(word)
        else:
            lines[-1] = longer
    name = "<br>".join(f"<b>{_short(line)}</b>" for line in lines)
    if not step.optional:
        return name
    muted = f"color:{view.palette.muted};font-size:11px"
    return f"{name}<br><span style='{muted}'>{view.text('optional')}</span>"


def _short(name: str) -> str:
    """A line as far as there is room; the table and the pointer say all of it."""
    if room([name], extra=0) <= LONGEST:
        return name
    kept = next(n for n in range(len(name), 0, -1) if room([name[:n]], extra=0) <= LONGEST)
    return f"{name[:kept].rstrip()}…"
