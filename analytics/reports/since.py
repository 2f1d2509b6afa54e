"""What changed since an earlier pack, and what became of the actions noted in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from analytics.errors import N_
from analytics.language import Language
from analytics.reports.carried import Carried, Frame
from analytics.reports.pack import Cell, Figure, Kind, Slide, Table, written

MOST = 14
OTHER_FRAME = N_(
    "{pages}: the earlier pack had other filters or a period of another length; not compared."
)


def slides(
    lang: Language, before: Carried, now: Sequence[Slide], frames: Mapping[str, Frame],
    lists: Mapping[int, Mapping[str, Any]], together: Mapping[str, Any], as_of: date,
) -> list[Slide]:  # fmt: skip
    """A slide of the figures then and now, and one of the lists noted then, where there are any.

    lists, together  what is known now, as carried gives it: of every list, and of those noted
                     in the earlier pack together
    """
    alike = [s for s in now if _comparable(before.frames.get(s.code), frames.get(s.code))]
    found = [_figures(lang, before, alike, _unlike(lang, before, now, alike))]
    if before.lists:
        found.append(_actions(lang, before, lists, together, as_of))
    return [slide for slide in found if slide]


def _comparable(then: Frame | None, now: Frame | None) -> bool:
    """Whether two frames ask the same of periods of one length, a few days of a month aside."""
    if then is None or now is None:
        return False
    if (then["where"], then["returns"]) != (now["where"], now["returns"]):
        return False
    long = [_days(frame) for frame in (then, now)]
    return long == [None, None] or (None not in long and abs(long[0] - long[1]) <= 3)


def _days(frame: Frame) -> Any:
    """How long a period is; None for all history."""
    if frame["start"] is None or frame["end"] is None:
        return None
    return (date.fromisoformat(frame["end"]) - date.fromisoformat(frame["start"])).days


def _unlike(
    lang: Language, before: Carried, now: Sequence[Slide], alike: Sequence[Slide]
) -> tuple[str, ...]:
    names = [s.name for s in now if s not in alike and s.code in before.frames]
    return (lang.text(OTHER_FRAME, pages=lang.listing(names)),) if names else ()


def _figures(
    lang: Language, before: Carried, alike: Sequence[Slide], doubts: tuple[str, ...]
) -> Slide | None:
    _ = lang.text
    both = [
        (slide.name, figure, before.figures[figure.code])
        for slide in alike
        for figure in slide.figures
        if figure.code in before.figures
    ]
    if not both and not doubts:
        return None
    moved = sum(1 for _name, figure, then in both if figure.value != _as_carried(figure, then))
    answer = lang.plural(
        "Since the pack of {day}, {n} of {of} figures has moved{most}.",
        "Since the pack of {day}, {n} of {of} figures have moved{most}.",
        moved, of=lang.number(len(both)), day=lang.date(before.as_of),
        most=_most(lang, both),
    )  # fmt: skip
    return Slide(
        code="since",
        name=_("Since then"),
        question=_("Since the last pack — what has changed?"),
        answer=answer if both else _("Nothing of the earlier pack compares with this one."),
        scope=_("then: pack of {day}, checksum {sum}", day=lang.date(before.as_of),
                sum=before.checksum),
        table=Table(
            _("Then and now"),
            ((_("Page"), "text"), (_("Figure"), "text"), (_("Then"), "text"), (_("Now"), "text"),
             (_("Change"), "text")),
            tuple(
                (name, figure.label, written(lang, then, figure.kind),
                 written(lang, figure.value, figure.kind), _change(lang, figure, then))
                for name, figure, then in _chosen(both)
            ),
        ) if both else None,
        doubts=doubts,
        definition=_(
            "**Then** is what the earlier pack said, on its day and with the data of that day; "
            "**now** is this pack. Both have the same filters; their periods end on their own "
            "days. Shares change in percentage points."
        ),
    )  # fmt: skip


Both = Sequence[tuple[str, Figure, float | None]]


def _as_carried(figure: Figure, then: float | None) -> float | None:
    """The figure of now, where it rounds to what was carried: then it has not moved."""
    if then is None or figure.value is None:
        return then
    return figure.value if float(f"{figure.value:.10g}") == then else then


def _chosen(both: Both) -> Both:
    """All where they fit on a slide, else those of every page that come first."""
    if len(both) <= MOST:
        return both
    pages = list(dict.fromkeys(name for name, _figure, _then in both))
    of_page = {page: [row for row in both if row[0] == page] for page in pages}
    each = max(MOST // len(pages), 1)
    return [row for page in pages for row in of_page[page][:each]][:MOST]


def _ratio(figure: Figure, then: float | None) -> float | None:
    if figure.value is None or then is None:
        return None
    if figure.kind == "percent":
        return figure.value - then
    return figure.value / then - 1 if then > 0 else None


def _change(lang: Language, figure: Figure, then: float | None) -> str:
    ratio = _ratio(figure, then)
    if ratio is None:
        return written(lang, None, "number")
    arrow = "▲ " if ratio > 0 else "▼ " if ratio < 0 else ""
    return arrow + (lang.points(ratio) if figure.kind == "percent" else lang.change(ratio))


def _most(lang: Language, both: Both) -> str:
    """The first figure of the first page, which is what a meeting asks for first."""
    for _name, figure, then in both:
        if (ratio := _ratio(figure, then)) is not None:
            said = lang.points(ratio) if figure.kind == "percent" else lang.change(ratio)
            return lang.text("; {figure} {change}", figure=figure.label, change=said)
    return ""


def _actions(
    lang: Language,
    before: Carried,
    now: Mapping[int, Mapping[str, Any]],
    together: Mapping[str, Any],
    as_of: date,
) -> Slide:
    """What became of the lists the earlier pack named."""
    _ = lang.text
    gone = [number for number in before.lists if number not in now]
    then = before.together
    answer = lang.plural(
        "Of {n} list noted on {day} with {people}, {contacted} are contacted by now and {bought} "
        "have bought since, for {money}; then it was {contacted_then} and {bought_then}.",
        "Of {n} lists noted on {day} with {people}, {contacted} are contacted by now and {bought} "
        "have bought since, for {money}; then it was {contacted_then} and {bought_then}.",
        len(before.lists), day=lang.date(before.as_of),
        people=lang.plural("{n} customer", "{n} customers", together["customers"]),
        contacted=lang.number(together["contacted"]), bought=lang.number(together["bought"]),
        money=lang.money(together["revenue"]), contacted_then=lang.number(then["contacted"]),
        bought_then=lang.number(then["bought"]),
    )  # fmt: skip
    deleted = lang.plural(
        "{n} list has been deleted since", "{n} lists have been deleted since", len(gone)
    )
    columns: tuple[tuple[str, Kind], ...] = (
        (_("List"), "text"), (_("Customers"), "number"), (_("Contacted then"), "number"),
        (_("Contacted now"), "number"), (_("Bought then"), "number"),
        (_("Bought now"), "number"), (_("Revenue since the list was made"), "money"),
    )  # fmt: skip
    return Slide(
        code="since_actions",
        name=_("Actions"),
        question=_("Actions — what became of those noted in the last pack?"),
        answer=answer,
        scope=_("lists of the pack of {day}, up to {now}", day=lang.date(before.as_of),
                now=lang.date(as_of)),
        table=Table(
            _("Lists then and now"), columns,
            tuple(_row(then, now.get(number)) for number, then in before.lists.items())[:MOST],
        ),
        doubts=(deleted,) if gone else (),
        definition=_(
            "The lists the earlier pack named, each with what was noted then and what is known "
            "now. It says what happened, not why: some would have bought without the list."
        ),
    )  # fmt: skip


def _row(then: Mapping[str, Any], now: Mapping[str, Any] | None) -> tuple[Cell, ...]:
    known: Mapping[str, Any] = now or dict.fromkeys(("ever", "contacted", "bought", "revenue"))
    return (
        str(then["name"]), known["ever"] if now else then["ever"], then["contacted"],
        known["contacted"], then["bought"], known["bought"], known["revenue"],
    )  # fmt: skip
