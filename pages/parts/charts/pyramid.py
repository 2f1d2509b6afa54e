"""The customer pyramid: people on the left, their money on the right, tier by tier."""

from typing import NamedTuple

from pages.parts.charts.template import TICK, Drawing, area, bar, blank, label
from pages.parts.guard import View

NAMES = 31  # share points the column of names takes, or a quarter of the bars where they are long
INSIDE = 0.26  # a shorter bar has its text outside
SHARE = 18


class Tier(NamedTuple):
    """A row of the pyramid; shares are 0 to 1."""

    code: str
    name: str
    note: str
    customers: int
    customer_share: float
    value: float
    value_share: float


def pyramid(
    view: View, tiers: list[Tier], people: str, money: str, *, height: int = 468
) -> Drawing:
    """Four equal rows about a thin spine, both sides on the same length scale.

    people, money  what stands above each side ("4,338 customers", "£8.31 m revenue")
    A click gives [tier].
    """
    lang, colours = view.lang, view.palette
    drawing = blank(view, height, bottom=4)
    rows, spine = len(tiers), 0.35
    widest = 100 * max((_length(tier.customer_share) for tier in tiers), default=1)
    richest = 100 * max((_length(tier.value_share) for tier in tiers), default=1)
    edge = -widest - max(NAMES, (widest + richest) / 4)
    for place, tier in enumerate(tiers):
        y, fill = rows - place, colours.tiers[tier.code]
        left, right = 100 * _length(tier.customer_share), 100 * _length(tier.value_share)
        if tier.customers:
            bar(drawing, (-spine - left, -spine), (y - 0.48, y + 0.48), fill)
            bar(drawing, (spine, spine + right), (y - 0.48, y + 0.48), fill)
        note = f"<span style='font-size:{TICK}px;color:{colours.muted}'>{tier.note}</span>"
        name = f"<span style='font-size:15px'><b>{tier.name}</b></span><br>{note}"
        label(drawing, edge, y, name)
        ink = colours.on(fill)
        _text(
            drawing, view, -left - spine, y, tier.customer_share, lang.number(tier.customers), ink
        )
        _text(drawing, view, right + spine, y, tier.value_share, lang.money(tier.value), ink)
        said = (
            f"<b>{tier.name}</b><br>{lang.number(tier.customers)} · "
            f"{lang.money(tier.value, full=True)}"
        )
        row = (edge, max(richest, 17))
        area(drawing, row, (y - 0.5, y + 0.5), said, tier.code)
    muted = {"color": colours.muted, "size": TICK}
    label(drawing, -1, rows + 0.64, people, anchor="right", font=muted)
    label(drawing, 1, rows + 0.64, money, font=muted)
    short = [_length(tier.value_share) for tier in tiers if _length(tier.value_share) < INSIDE]
    outside = 100 * max(short) + 17 if short else 3
    drawing.x.update(range=[edge, max(richest + 3, outside, 17)])
    drawing.y.update(range=[0.5, rows + 0.8])
    return drawing


def _length(share: float) -> float:
    """A share as a length: nothing where it is not known or below zero."""
    return share if share > 0 else 0.0


def _text(
    drawing: Drawing, view: View, end: float, y: float, share: float, below: str, ink: str
) -> None:
    """Share and count at the outer end of a bar: inside where there is room, else beyond it."""
    inside = share >= INSIDE
    outward = -1 if end < 0 else 1
    text = f"<span style='font-size:{SHARE}px'><b>{view.lang.percent(share)}</b></span><br>{below}"
    anchor = "right" if (outward > 0) == inside else "left"
    shift = outward * (-12 if inside else 10)
    colour = ink if inside else view.palette.text
    label(drawing, end, y, text, anchor=anchor, shift=shift, font={"color": colour})
