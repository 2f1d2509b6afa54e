"""What the lists say: who was contacted, and who bought since."""

from __future__ import annotations

from analytics import followup, lists
from analytics.errors import N_
from analytics.language import Language
from analytics.reports.asked import Asked
from analytics.reports.frames import known, records
from analytics.reports.pack import Chart, Figure, Series, Slide, Table
from analytics.scope import Scope

SHOWN = 7
METHOD = N_(
    "A **list** keeps who was chosen, by which rule and on which day. **Revenue** is that of its "
    "customers in its period, returns taken off. **Bought since** counts the customers with an "
    "order after the day they first came onto the list, those who left it included. It says what "
    "happened, not why: some would have bought without the list."
)


def answer(lang: Language, found: followup.Summary, brought: float, ends: str) -> str:
    """How many customers the lists hold, and how many of them bought since.

    brought  what they have brought in all (money); ends  the last day of the data, written
    """
    people = lang.plural("{n} customer", "{n} customers", found.customers)
    money = lang.money(brought)
    if not found.observed:
        return lang.plural(
            "{n} list with {people} who have brought {money}; {contacted} contacted. The data end "
            "on {day}.",
            "{n} lists with {people} who have brought {money}; {contacted} contacted. The data end "
            "on {day}.",
            found.lists, people=people, money=money, contacted=lang.number(found.contacted),
            day=ends,
        )  # fmt: skip
    return lang.plural(
        "{n} list with {people} who have brought {money}; {contacted} contacted, {bought} bought "
        "since.",
        "{n} lists with {people} who have brought {money}; {contacted} contacted, {bought} bought "
        "since.",
        found.lists, people=people, money=money, contacted=lang.number(found.contacted),
        bought=lang.number(found.bought),
    )  # fmt: skip


def slide(asked: Asked) -> Slide | None:
    """The lists and what came of them as a slide; None where none was made.

    Lists stand for themselves: the filters of the pack do not narrow them, its day does.
    """
    _, lang, ws = asked.text, asked.lang, asked.ws
    saved, scope = lists.lists(ws), Scope(as_of=asked.scope.as_of)
    if not saved:
        return None
    ids = tuple(one.id for one in saved)
    after = followup.since(ws, scope, followup.ever(ws, ids))
    done = followup.done(ws, ids)
    found = followup.summary(after, done)
    if not found.customers:
        return None
    rows = lists.table(saved).merge(followup.by_list(after, done), on="list_id", how="left")
    brought = lists.value(ws, scope, after.customer_id.unique())
    seen = found.observed > 0
    return Slide(
        code="actions",
        name=_("Lists"),
        question=_("Lists — whom did we act on, and what came of it?"),
        answer=answer(lang, found, brought, lang.date(asked.scope.as_of)),
        scope=_("everybody who was ever on a list"),
        figures=(
            Figure("actions.customers", _("Customers on lists"), found.customers,
                   note=_("each once")),
            Figure("actions.contacted", _("Contacted"), found.contacted),
            Figure("actions.bought", _("Bought since"), found.bought if seen else None),
            Figure("actions.revenue", _("Revenue since"), found.revenue if seen else None,
                   "money", note=_("returns taken off")),
        ),
        charts=(
            Chart(
                "bars", _("Who bought since, by list"), _("customers ever on the list"),
                tuple(str(row.list_name) for row in records(rows.head(SHOWN))),
                (
                    Series(_("bought since"), tuple(
                        known(row.bought) for row in records(rows.head(SHOWN)))),
                    Series(_("ever on the list"), tuple(
                        known(row.ever) for row in records(rows.head(SHOWN))), "ghost"),
                ),
                "number",
            ),
        ) if seen else (),
        table=Table(
            _("Lists"),
            ((_("List"), "text"), (_("Customers"), "number"), (_("Contacted"), "number"),
             (_("Bought since"), "number"), (_("Revenue since"), "money")),
            tuple(
                (str(row.list_name), known(row.ever), known(row.contacted),
                 known(row.bought if row.observed > 0 else None),
                 known(row.revenue if row.observed > 0 else None))
                for row in records(rows.head(SHOWN))
            ),
        ),
        definition=definition(lang),
    )  # fmt: skip


def definition(lang: Language) -> str:
    """What the figures of lists mean."""
    return lang.text(METHOD)
