"""The pyramid itself: people on the left, their money on the right, and who they are."""

import pandas as pd
import streamlit as st

from analytics import DataError, pyramid
from analytics.errors import N_
from analytics.reports import pyramid as told
from pages.parts.ask import ask
from pages.parts.computed import computed
from pages.parts.downloads import downloads
from pages.parts.drawn import value_note
from pages.parts.figures import Figure, key_figures
from pages.parts.guard import View
from pages.parts.names import VALUE_NAMES
from pages.parts.notices import calm, empty
from pages.parts.pyramid import concentrating, listed
from pages.parts.pyramid.picture import OF, picture, share
from pages.parts.pyramid.settings import Asked, chosen
from pages.parts.tables import Column, table
from pages.parts.words import plain

# what the questions are given besides, by the way of ranking
RELATIONS = {"profit": ("contact_costs",), "predicted": ("predicted_values",)}
TREATMENT = {
    "key": N_("Personal owner, visit every month"),
    "secondary": N_("Grow: second category, named contact"),
    "ordinary": N_("Automate: reorder reminder"),
    "small": N_("Keep cheap: self-service"),
}


def draw(view: View) -> str:
    """Draws the tab; returns its answer, the headline of the page."""
    _, top = view.text, st.container()
    asked = chosen(view)
    try:
        tiers = ask(view, pyramid.tiers, **asked.params)
    except DataError as error:  # there is no prediction where too few came back
        calm(error)
        asked = Asked(cuts=asked.cuts)
        tiers = ask(view, pyramid.tiers, **asked.params)
    found = ask(view, pyramid.concentration, **asked.params)
    if not found:
        nobody = _("No customer has an order here. Try a longer period, or fewer filters.")
        empty(view, _("Pyramid"), nobody)
    compared, before = _compared(view, tiers, asked)
    with top:
        key_figures(view, _figures(view, compared, found, before, asked))
    clicked = picture(view, compared, found, asked) if found.value > 0 else ""
    _table(view, compared, asked)
    if said := _dependence(view, found, asked):
        st.markdown(f"**{plain(said)}**")
    listed.draw(view, asked, clicked)
    concentrating.draw(view)
    _explained(view, tiers, found, asked)
    return told.answer(view.lang, compared.iloc[0], found, asked.by, asked.cuts)


def _compared(
    view: View, tiers: pd.DataFrame, asked: Asked
) -> tuple[pd.DataFrame, pyramid.Concentration | None]:
    """The tiers beside those of the comparison period, where there is one."""
    scope = view.scope.comparison() if view.period.before else None
    try:
        before = ask(view, pyramid.tiers, scope, **asked.params) if scope else tiers.head(0)
        found = ask(view, pyramid.concentration, scope, **asked.params) if scope else None
    except DataError:  # what is predicted today may not have been then
        return pyramid.compared(tiers, tiers.head(0)), None
    return pyramid.compared(tiers, before), found


def _figures(
    view: View, tiers: pd.DataFrame, found: pyramid.Concentration,
    before: pyramid.Concentration | None, asked: Asked,
) -> list[Figure]:  # fmt: skip
    _, lang, key = view.text, view.lang, tiers.iloc[0]
    changes = pyramid.changed(found, before)
    quiet_money = _("{money} in all", money=lang.money(key.quiet_value)) if key.quiet else ""
    tops = [
        Figure(name, lang.percent(found.top[top], 1), changes[top], "neither",
               note=_(OF[asked.by]), points=True)
        for name, top in ((_("Top 10 %"), 0.10), (_("Top 20 %"), 0.20))
    ]  # fmt: skip
    return [
        Figure(_("Customers"), lang.number(found.customers), changes["customers"],
               note=_("with an order")),
        Figure(_("A key customer brings"), lang.money(key.average), key.average_change,
               note=_("on average")),
        *tops,
        Figure(_("Key customers gone quiet"), lang.number(key.quiet), note=quiet_money),
    ]  # fmt: skip


def _table(view: View, tiers: pd.DataFrame, asked: Asked) -> None:
    _, lang = view.text, view.lang
    written = tiers.assign(
        money=tiers.value.map(lang.money),
        each=tiers.average.map(lang.money),
        least=tiers.threshold.map(lang.money),
        since=[_arrow(change) + lang.points(change) for change in tiers.share_change],
        grown=[_arrow(change) + lang.change(change) for change in tiers.value_change],
        treatment=[_(TREATMENT[code]) for code in tiers.tier],
    )
    against = _("against {period}", period=view.period.before)
    columns = {
        "tier": Column(_("Tier"), "tier", pinned=True),
        "customers": Column(_("Customers"), "number"),
        "customer_share": Column(_("of customers"), "percent"),
        "money": Column(_(VALUE_NAMES[asked.by]), "said"),
        "value_share": Column(_(OF[asked.by]), "bar", most=1),
        "since": Column(_("share, change"), "said", help=against),
        "grown": Column(_("money, change"), "said", help=against),
        "each": Column(_("per customer"), "said"),
        "least": Column(_("from"), "said"),
        "median_orders": Column(_("orders (median)"), "number"),
        "median_recency_days": Column(_("days since order (median)"), "number"),
        "treatment": Column(_("What to do"), width="medium"),
    }
    if tiers.share_change.isna().all():
        columns = {name: c for name, c in columns.items() if name not in ("since", "grown")}
    table(view, written, columns, key="tiers")


def _arrow(change: float) -> str:
    return "▲ " if change > 0 else "▼ " if change < 0 else ""


def _dependence(view: View, found: pyramid.Concentration, asked: Asked) -> str:
    """What the best 1, 3 and 10 customers hold; less where there are hardly more of them."""
    lang, held = view.lang, {n: part for n, part in found.leading.items() if n < found.customers}
    if found.value <= 0 or 1 not in held:
        return ""
    words = {f"share_{n}": lang.percent(part, 1) for n, part in held.items()}
    words["of"] = share(view, asked, held[max(held)], 1)
    if 10 in held:
        return lang.text(
            "The best customer holds {share_1}, the best three {share_3}, the best ten {of}.",
            share_1=words["share_1"], share_3=words["share_3"], of=words["of"],
        )  # fmt: skip
    if 3 in held:
        return lang.text(
            "The best customer holds {share_1}, the best three {of}.",
            share_1=words["share_1"], of=words["of"],
        )  # fmt: skip
    return lang.text("The best customer holds {of}.", of=words["of"])


def _explained(view: View, tiers: pd.DataFrame, found: pyramid.Concentration, asked: Asked) -> None:
    _ = view.text
    said = told.definition(view.lang, asked.cuts)
    ways = _(
        "**Margin** is revenue less the cost of goods, **net profit** less the typed cost of the "
        "contacts of the period as well, **predicted value** the revenue expected over the coming "
        "12 months from how often and for how much each has bought."
    )
    words = [said, ways]
    if asked.by == "predicted" and (some := value_note(view)):
        words.append(f":gray[{some}]")
    computed(
        view, "\n\n".join(words), "pyramid_tiers", "pyramid_concentration", "pyramid_quiet",
        "pyramid_trend", "pyramid_pareto",
        params=dict.fromkeys(RELATIONS.get(asked.by, ()), True),
    )  # fmt: skip
    downloads(
        view,
        {
            _("Customers"): lambda: ask(view, pyramid.customers, **asked.params),
            _("Tiers"): lambda: tiers,
            _("Concentration"): lambda: found.points,
            _("Concentration by month"): lambda: ask(view, pyramid.trend),
        },
        names={"value": _(VALUE_NAMES[asked.by])},
    )
