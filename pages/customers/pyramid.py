"""Pyramid: how few customers carry the business?"""

import streamlit as st

from analytics import pyramid
from analytics.errors import N_
from analytics.rules import EVERYBODY, Rule
from pages.parts.ask import ask
from pages.parts.charts.concentration import concentration
from pages.parts.charts.pyramid import Tier
from pages.parts.charts.pyramid import pyramid as drawn
from pages.parts.charts.template import chart
from pages.parts.computed import computed
from pages.parts.downloads import downloads
from pages.parts.figures import Figure, key_figures
from pages.parts.guard import guard
from pages.parts.names import TIER_NAMES, tier_name
from pages.parts.notices import about_customers, empty
from pages.parts.people import people
from pages.parts.switch import pick, switch
from pages.parts.tables import Column, table
from pages.parts.take_away import take_away
from pages.parts.words import heading

BY = {"revenue": N_("Revenue"), "margin": N_("Margin")}
OF = {"revenue": N_("of revenue"), "margin": N_("of margin")}
WHOLE = {"revenue": N_("{money} revenue"), "margin": N_("{money} margin")}
SHARE = {"revenue": N_("{share} of revenue"), "margin": N_("{share} of margin")}
TREATMENT = {
    "key": N_("Personal owner, visit every month"),
    "secondary": N_("Grow: second category, named contact"),
    "ordinary": N_("Automate: reorder reminder"),
    "small": N_("Keep cheap: self-service"),
}
LISTED = 200

view = guard()
_, lang = view.text, view.lang
about_customers(view, _("Pyramid"))
top, by = st.container(), "revenue"
if view.ws.facts.has_cost:
    by = switch(view, "by", _("Ranked by"), BY)
tiers = ask(view, pyramid.tiers, by=by)
found = ask(view, pyramid.concentration, by=by)
if not found:
    nobody = _("No customer has an order here. Try a longer period, or fewer filters.")
    empty(view, _("Pyramid"), nobody)
rows = {row.tier: row for row in tiers.itertuples()}
key = rows["key"]
cut = {code: lang.percent(share, 0) for code, share in zip(rows, pyramid.CUTS, strict=False)}


def share(value: float, digits: int | None = None) -> str:
    return _(SHARE[by], share=lang.percent(value, digits))


def answer() -> str:
    if found.value <= 0:
        return _(
            "{n} customers brought {money} together: there is nothing to share out.",
            n=lang.number(found.customers), money=lang.money(found.value),
        )  # fmt: skip
    words = {"n": lang.number(key.customers), "cut": cut["key"], "of": lang.number(found.customers)}
    words["share"] = share(key.value_share, 1 if key.value_share < 0.9 else 0)
    first = _("The best customer of {of} brings {share}", **words)
    if key.customers > 1:
        first = _("The top {cut} of customers, {n} people, bring {share}", **words)
    second = _("gone quiet") if key.quiet else _("still buying")
    if key.customers > 1 and not key.quiet:
        second = _("none of them has gone quiet")
    elif key.customers > 1:
        second = lang.plural(
            "{n} of them has gone quiet", "{n} of them have gone quiet", int(key.quiet)
        )
    return _("{first}; {second}.", first=first, second=second)


def curve() -> tuple[str, str]:
    """What the curve shows: how few make most of it, or who costs more than they bring."""
    if found.negative_customers and by == "margin":
        return (
            lang.plural(
                "{n} customer costs more than they bring",
                "{n} customers cost more than they bring",
                found.negative_customers,
            ),
            _(
                "whale curve, best customers first · peak {peak} with {n} customers",
                peak=lang.percent(found.peak_share, 1),
                n=lang.number(found.peak_customers),
            ),
        )
    title = lang.plural(
        "{n} customer ({people}) makes {share}",
        "{n} customers ({people}) make {share}",
        found.makes_80 or 0, people=lang.percent(found.makes_80_share), share=share(0.8),
    )  # fmt: skip
    return title, _(
        "Lorenz curve, largest customers first · Gini {gini}", gini=lang.number(found.gini, 2)
    )


computed(
    view,
    _(
        "Customers with an order are ranked by the money they brought, returns taken off. **Key** "
        "are the top {key}, **secondary** follow to {secondary}, **ordinary** to {ordinary}, the "
        "rest is **small**; a tier ends at the next whole customer. A key customer **has gone "
        "quiet** when silent for longer than ever before between two purchases, and for more than "
        "14 days (91 after a single purchase). **Gini** is 0 when all bring the same and 1 when "
        "one brings everything.",
        **cut,
    ),
    "pyramid_tiers", "pyramid_concentration", "pyramid_quiet",
)  # fmt: skip
downloads(
    view,
    {
        _("Customers"): lambda: ask(view, pyramid.customers, by=by),
        _("Tiers"): lambda: tiers,
        _("Concentration"): lambda: found.points,
    },
    names={"value": _(BY[by])},
)
with top:
    heading(view, _("Pyramid — how few customers carry the business?"), answer())
    quiet_money = _("{money} in all", money=lang.money(key.quiet_value)) if key.quiet else ""
    key_figures(
        view,
        [
            Figure(_("Customers"), lang.number(found.customers), note=_("with an order")),
            Figure(_("A key customer brings"), lang.money(key.average), note=_("on average")),
            Figure(_("Top 10 %"), lang.percent(found.top[0.10], 1), note=_(OF[by])),
            Figure(_("Top 20 %"), lang.percent(found.top[0.20], 1), note=_(OF[by])),
            Figure(_("Key customers gone quiet"), lang.number(key.quiet), note=quiet_money),
        ],
    )

notes = {
    "key": _("top {cut}", cut=cut["key"]),
    "secondary": _("to {cut}", cut=cut["secondary"]),
    "ordinary": _("to {cut}", cut=cut["ordinary"]),
    "small": _("the rest"),
}


def picture() -> str:
    """The pyramid beside the curve; the tier that was clicked, or ""."""
    left, right = st.columns([3, 2], gap="medium")
    with left:
        drawing = drawn(
            view,
            [
                Tier(code, tier_name(view, code), notes[code], *row[2:6])
                for code, row in rows.items()
            ],
            lang.plural("{n} customer", "{n} customers", found.customers),
            _(WHOLE[by], money=lang.money(found.value)),
            height=380,
        )
        clicked = chart(
            view,
            drawing,
            _("The top {cut} of customers bring {share}", cut=cut["secondary"],
              share=share(found.top[pyramid.CUTS[1]])),
            _("left: share of customers; right: share of money; same scale; click to list"),
            key="pyramid",
            select=True,
        )  # fmt: skip
    with right:
        title, note = curve()
        drawing = concentration(
            view,
            found.points.customer_share.tolist(),
            found.points.value_share.tolist(),
            [(cut, found.top[cut]) for cut in pyramid.CUTS],
            height=380,
        )
        chart(view, drawing, title, note, key="concentration")
    return clicked[0][0] if clicked else ""


clicked = picture() if found.value > 0 else ""
written = tiers.assign(
    money=tiers.value.map(lang.money),
    each=tiers.average.map(lang.money),
    least=tiers.threshold.map(lang.money),
    treatment=[_(TREATMENT[code]) for code in tiers.tier],
)
table(
    view,
    written,
    {
        "tier": Column(_("Tier"), "tier", pinned=True),
        "customers": Column(_("Customers"), "number"),
        "customer_share": Column(_("of customers"), "percent"),
        "money": Column(_(BY[by]), "said"),
        "value_share": Column(_(OF[by]), "bar", most=1),
        "each": Column(_("per customer"), "said"),
        "least": Column(_("from"), "said"),
        "median_orders": Column(_("orders (median)"), "number"),
        "median_recency_days": Column(_("days since order (median)"), "number"),
        "treatment": Column(_("What to do"), width="medium"),
    },
    key="tiers",
)
listed = pick(view, "list", _("Who they are"), {"quiet": N_("Gone quiet"), **TIER_NAMES})
listed = listed or clicked
if listed == "quiet":
    people(view, ask(view, pyramid.quiet, by=by), key="quiet", value=_(BY[by]))
    take_away(view, Rule.of(pyramid.quiet, _("Key customers gone quiet"), by=by), key="quiet")
elif listed:
    page = ask(view, pyramid.listing, tiers=(listed,), by=by, rows=LISTED)
    ticked = people(view, page, key="customers", value=_(BY[by]), select=True)
    words = _("Tier {tier}, by {by}", tier=tier_name(view, listed), by=_(BY[by]).lower())
    rule = Rule.of(pyramid.listing, words, tiers=(listed,), by=by, rows=EVERYBODY)
    take_away(view, rule, key="customers", ticked=ticked)
