"""What the funnel says: where people stop on the way; and how the deals stand."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analytics import deals, funnel
from analytics.errors import N_
from analytics.language import Language
from analytics.reports.asked import Asked
from analytics.reports.frames import known, records, values
from analytics.reports.pack import Chart, Figure, Series, Slide, Table
from analytics.steps import Choice, Step

USUAL_DAYS = 90
MODE_NAMES = {
    "ordered": N_("one after the other"),
    "strict": N_("directly one after the other"),
    "any": N_("in any order"),
}
ORDER_NAMES = dict(
    zip(funnel.ORDERS, (N_("First order"), N_("Second order"), N_("Third order")), strict=True)
)
OUTCOMES = {"won": N_("won"), "lost": N_("lost")}


def answer(
    lang: Language, names: Sequence[str], within_days: int, found: funnel.Summary | None,
    stand: pd.Series,
) -> str:  # fmt: skip
    """How many of those who begin arrive, and where most are lost; without steps, of the deals.

    names  what the steps are called; stand  as deals.summary gives it
    """
    _ = lang.text
    if not found:
        return deals_answer(lang, stand)
    first, last = names[0], names[-1]
    if not found.entered:
        return _("Nobody whose {days} days are over began at {first}.", first=first,
                 days=lang.number(within_days))  # fmt: skip
    if len(names) == 1:
        return lang.plural("{n} customer reached {step}.", "{n} customers reached {step}.",
                           found.entered, step=first)  # fmt: skip
    if found.early:
        return lang.plural(
            "Too early to say: of {all} customers who began at {first}, only {n} has had the "
            "{days} days.",
            "Too early to say: of {all} customers who began at {first}, only {n} have had the "
            "{days} days.",
            found.entered, all=lang.number(found.entered + found.immature), first=first,
            days=lang.number(within_days),
        )  # fmt: skip
    said = {"rate": lang.percent(found.rate), "first": first, "last": last}
    if found.worst is None:
        return _("{rate} of those at {first} reach {last}; no step loses anybody.", **said)
    return _(
        "{rate} of those at {first} reach {last}; the step to {worst} loses most customers, "
        "{lost} of {of} ({share}).",
        worst=names[found.worst], lost=lang.number(found.worst_lost),
        of=lang.number(found.worst_of), share=lang.percent(found.worst_share), **said,
    )  # fmt: skip


def title(lang: Language, names: Sequence[str]) -> str:
    """What the picture of the steps is called."""
    if len(names) == 1:
        return lang.text("Customers at {first}", first=names[0])
    return lang.text("From {first} to {last}", first=names[0], last=names[-1])


def deals_answer(lang: Language, stand: pd.Series) -> str:
    """One sentence: how many of the decided were won, and how many are open."""
    if not stand.deals and stand.undated:
        return lang.plural(
            "No deal is open and none was decided in this period; {n} has no closing date.",
            "No deal is open and none was decided in this period; {n} have no closing date.",
            int(stand.undated),
        )
    if not stand.deals:
        return lang.text("No contact has a stage in this selection.")
    if not stand.won and not stand.lost:
        return lang.plural(
            "No deal was decided in this period; {n} is open.",
            "No deal was decided in this period; {n} are open.",
            int(stand.still_open),
        )
    return lang.plural(
        "{rate} of the deals decided were won; {n} is still open.",
        "{rate} of the deals decided were won; {n} are still open.",
        int(stand.still_open),
        rate=lang.percent(stand.win_rate),
    )


def definition(lang: Language, within_days: int, mode: str) -> str:
    """What the figures of the steps mean."""
    return lang.text(
        "A customer counts at a step when **the longest chain** of separate contacts through "
        "the steps reaches it, first to last within **{days} days**; steps count **{mode}**. "
        "The period is that of the first contact. Who began less than {days} days before the "
        "last day is **too recent** and counted apart. **Of the step before** is the share "
        "that went on; days are medians from the step before. **Value** is the money named in "
        "the contacts that reached the step.",
        days=lang.number(within_days), mode=lang.text(MODE_NAMES[mode]),
    )  # fmt: skip


def deals_definition(lang: Language) -> str:
    """What the figures of deals mean."""
    return lang.text(
        "**Win rate** is won ÷ (won + lost) of the deals decided in the period, whenever they were "
        "opened: of those opened in it, the slow ones would be missing. Its range is the 95 % "
        "Wilson interval. **Open** is a deal neither won nor lost on the last day of the period; "
        "of one that closed later it is not known what it was worth on that day. **Days to win** "
        "is the median from opening to closing of the won. Contacts that name deal and stage, or "
        "several rows of a deal in its file, tell how it **moved**; every entry into a stage "
        "counts, with what came next. A deal without them is taken to have passed the stages "
        "before its own. **Weighted** is the value of an open deal × the win rate of its stage. "
        "Decided deals without a closing date count in all time only."
    )


def deal_stage(lang: Language, stage: str, outcome: str | None, closed_later: bool) -> str:
    """The stage as the data names it, with what it decides in the reader's words."""
    if closed_later:
        return lang.text("stage on that day unknown")
    name = stage or lang.text("(not given)")
    word = lang.text(OUTCOMES.get(outcome or "", ""))
    return name if word in name.lower() else f"{name} · {word}"


def stage_name(lang: Language, stage: str) -> str:
    """What a stage or an order is called."""
    return lang.text(ORDER_NAMES[stage]) if stage in ORDER_NAMES else stage


def slide(asked: Asked) -> Slide | None:
    """The funnel in its usual steps and the deals as a slide; None where neither is there."""
    _, lang, ws, scope = asked.text, asked.lang, asked.ws, asked.scope
    proposed = funnel.proposed(ws, scope)
    names = [stage_name(lang, stage) for stage in proposed]
    chosen = Choice(map(Step, names, [(stage,) for stage in proposed]), USUAL_DAYS)
    steps = funnel.steps(ws, scope, chosen)
    found, stand = funnel.summary(steps), deals.summary(ws, scope)
    if not found and not stand.deals:
        return None
    figures = [*(_steps_figures(asked, chosen, found) if found else ()), *_deals(asked, stand)]
    charts = [_reached(asked, steps)] if found and found.entered else []
    charts += [_stages(asked, deals.stages(ws, scope))] if stand.deals else []
    said = [definition(lang, USUAL_DAYS, "ordered")] if found else []
    said += [deals_definition(lang)] if stand.deals else []
    return Slide(
        code="funnel",
        name=_("Funnel"),
        question=_("Funnel — where do people stop?"),
        answer=answer(lang, names, USUAL_DAYS, found, stand),
        scope=asked.words,
        figures=tuple(figures),
        charts=tuple(charts),
        table=_table(asked, steps) if len(charts) == 1 and found else None,
        definition="\n\n".join(said),
    )


def _steps_figures(asked: Asked, choice: Choice, found: funnel.Summary) -> tuple[Figure, ...]:
    _, lang = asked.text, asked.lang
    recent = _("{n} too recent", n=lang.number(found.immature)) if found.immature else ""
    changes: dict[str, float | None] = {}
    before = funnel.earlier(asked.scope) if asked.period.before else None
    if before:
        then = funnel.steps(asked.ws, before, choice)
        if past := funnel.summary(then):
            changes = found.changes(past)
    first = Figure("funnel.entered", choice.names[0], found.entered, change=changes.get("entered"),
                   note=recent)  # fmt: skip
    if len(choice.steps) == 1:
        return (first,)
    return (
        first,
        Figure("funnel.completed", choice.names[-1], found.completed,
               change=changes.get("completed")),
        Figure("funnel.rate", _("Conversion"), found.rate, "percent", changes.get("rate")),
        Figure("funnel.median_days", _("Median days, first to last"), found.median_days,
               change=changes.get("median_days"), better="down"),
    )  # fmt: skip


def _deals(asked: Asked, stand: pd.Series) -> tuple[Figure, ...]:
    _, lang = asked.text, asked.lang
    if not stand.deals:
        return ()
    decided = _("{won} won, {lost} lost", won=lang.number(stand.won), lost=lang.number(stand.lost))
    count = lang.plural("{n} deal", "{n} deals", int(stand.still_open))
    return (
        Figure("deals.win_rate", _("Win rate of deals"), known(stand.win_rate), "percent",
               note=decided),
        Figure("deals.open_value", _("Open deals"), known(stand.open_value), "money", note=count)
        if stand.open_value > 0 else Figure("deals.open", _("Open deals"), int(stand.still_open)),
    )  # fmt: skip


def _reached(asked: Asked, steps: pd.DataFrame) -> Chart:
    _, lang = asked.text, asked.lang
    return Chart(
        "bars", title(lang, steps.step.tolist()),
        _("customers whose {days} days since {first} are over",
          days=lang.number(USUAL_DAYS), first=steps.step.iloc[0]),
        tuple(str(step) for step in steps.step),
        (Series(_("customers"), values(steps.customers)),),
        "number",
    )  # fmt: skip


def _stages(asked: Asked, stages: pd.DataFrame) -> Chart:
    _, lang = asked.text, asked.lang
    return Chart(
        "bars", _("Deals by current stage"),
        _("decided in the period, or open on its last day"),
        tuple(
            deal_stage(lang, row.stage, row.outcome, bool(row.closed_later))
            for row in records(stages)
        ),
        (Series(_("deals"), values(stages.deals)),),
        "number",
    )  # fmt: skip


def _table(asked: Asked, steps: pd.DataFrame) -> Table:
    _ = asked.text
    return Table(
        _("Steps"),
        ((_("Step"), "text"), (_("Customers"), "number"), (_("of the step before"), "percent"),
         (_("Median days"), "number")),
        tuple(
            (str(row.step), int(row.customers), known(row.step_conversion_rate),
             known(row.median_days))
            for row in records(steps)
        ),
    )  # fmt: skip
