"""From one total to the next, step by step."""

from typing import NamedTuple

from pages.parts.charts.template import Drawing, area, bar, blank, label, room
from pages.parts.guard import View


class Step(NamedTuple):
    """A bar of the bridge: its name, its money, how many customers, whether it is a total.

    note    a second line under the name, instead of the customers
    id      what a click on it gives
    """

    name: str
    amount: float
    customers: int | None = None
    total: bool = False
    note: str = ""
    id: str = ""


def bridge(view: View, steps: list[Step], *, height: int = 330) -> Drawing:
    """Horizontal: each change starts where the one above ended; blue adds, orange takes away.

    A click gives [id].
    """
    lang, colours = view.lang, view.palette
    texts = [f"{step.name} {lang.number(step.customers or 0)}" for step in steps if not step.note]
    texts += [text for step in steps if step.note for text in (step.name, step.note)]
    drawing = blank(view, height, left=room(texts), right=72, bottom=8)
    reached, low, top = 0.0, 0.0, 0.0
    rows = len(steps)
    for row, step in enumerate(steps):
        y = rows - row
        start, end = (0.0, step.amount) if step.total else (reached, reached + step.amount)
        first = step.total and row == 0
        fill = colours.ghost if first else colours.worse if step.amount < 0 else colours.accent
        if not first and not step.total and colours.bar != colours.accent and step.amount > 0:
            fill = colours.bar
        bar(drawing, (min(start, end), max(start, end)), (y - 0.32, y + 0.32), fill)
        if row + 1 < rows:
            drawing.add_shape(
                type="line",
                x0=end,
                x1=end,
                y0=y - 0.32,
                y1=y - 0.68,
                line={"color": colours.axis, "width": 1},
            )
        count = f" <span style='color:{colours.muted}'>{lang.number(step.customers)}</span>"
        name = f"<b>{step.name}</b>" if step.total else step.name
        text = name + (count if step.customers is not None else "")
        if step.note:
            text = f"{name}<br><span style='color:{colours.muted}'>{step.note}</span>"
        label(drawing, 0, y, text, anchor="right", xref="paper", shift=-10)
        money = lang.money(step.amount, sign=not step.total)
        colour = colours.worse if step.amount < 0 else colours.text
        label(
            drawing,
            max(start, end),
            y,
            f"<b>{money}</b>" if step.total else money,
            shift=8,
            font={"color": colour},
        )
        said = f"{step.name}: <b>{lang.money(step.amount, full=True, sign=not step.total)}</b>"
        area(drawing, (min(start, end), max(start, end)), (y - 0.5, y + 0.5), said, step.id)
        reached, low, top = end, min(low, start, end), max(top, start, end)
    drawing.add_shape(
        type="line", x0=0, x1=0, y0=0.5, y1=rows + 0.5, line={"color": colours.axis, "width": 1}
    )
    drawing.x.update(range=[low, top or 1])
    drawing.y.update(range=[0.5, rows + 0.5])
    return drawing
