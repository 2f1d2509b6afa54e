"""The care plan at work: whose turn it is, how well it is kept, and by whom."""

from typing import Any

import pandas as pd
import streamlit as st

from analytics import Scope, care
from analytics.rules import Rule
from pages.parts import address
from pages.parts.ask import ask
from pages.parts.charts.bars import Row, bars
from pages.parts.charts.template import bar, chart, head
from pages.parts.computed import computed
from pages.parts.downloads import downloads
from pages.parts.figures import Figure, key_figures
from pages.parts.funnel.interval import interval
from pages.parts.guard import View
from pages.parts.lists.care_plan import settings, words
from pages.parts.names import TIER_NAMES, tier_name
from pages.parts.notices import about_customers, empty
from pages.parts.switch import select
from pages.parts.tables import Column, table
from pages.parts.take_away import take_away
from pages.parts.words import plain

LISTED, OWNERS = 500, 7
TIER, OWNER, NOBODY = "care_tier", "care_owner", "–"


def draw(view: View) -> str:
    """Draws the tab; returns its answer, the headline of the page."""
    _ = view.text
    about_customers(view, _("Care"))
    done = care.recorded(view.ws)
    if not view.ws.facts.contacts and not done:
        missing = _(
            "Whose turn it is follows from the last contact, and no contacts are in the data yet. "
            "Bring in a file of contacts: customer, day and kind."
        )
        empty(view, _("Care"), missing)
    scope, kept = Scope().resolved(view.ws), care.kept_plan(view.ws.state.settings())
    asked = {"plan": kept.rhythm, "done": done}
    tiers = ask(view, care.tiers, scope, **asked)
    owners = ask(view, care.owners, scope, **asked)
    total = tiers.iloc[-1]
    _figures(view, total)
    _counting(view, scope, kept)
    _pictures(view, tiers, owners)
    _due(view, scope, kept, owners, done)
    _explained(view, scope, asked, tiers, owners)
    return _answer(view, scope, asked, tiers.iloc[0], total)


def _answer(
    view: View, scope: Scope, asked: dict[str, Any], key: pd.Series, total: pd.Series
) -> str:
    _, lang = view.text, view.lang
    soon = lang.plural(
        "{n} contact is due within 7 days", "{n} contacts are due within 7 days",
        int(total.due_soon),
    )  # fmt: skip
    of = int(key.kept + key.overdue)
    if not key.overdue:
        first = lang.plural(
            "The key customer is not overdue for contact",
            "None of the {n} key customers is overdue for contact", of,
        ) if of else _("There is no key customer to contact")  # fmt: skip
        return _("{first}; {second}.", first=first, second=soon)
    worst = ask(view, care.due, scope, tiers=("key",), rows=1, **asked)
    first = lang.plural(
        "{n} of {of} key customers is overdue for contact, by {days}",
        "{n} of {of} key customers are overdue for contact, the longest by {days}",
        int(key.overdue), of=lang.number(of),
        days=lang.plural("{n} day", "{n} days", int(worst.overdue_days.iloc[0])),
    )  # fmt: skip
    return _("{first}; {second}.", first=first, second=soon)


def _figures(view: View, total: pd.Series) -> None:
    _, lang = view.text, view.lang
    of = int(total.kept + total.overdue)
    silent = lang.plural(
        "{n} left out: does not want to be contacted", "{n} left out: do not want to be contacted",
        int(total.do_not_contact),
    )  # fmt: skip
    typical = _("half of them by {n} days or more", n=lang.number(total.median_overdue_days))
    key_figures(
        view,
        [
            Figure(_("Customers to care for"), lang.number(of), note=silent),
            Figure(
                _("Care kept"), lang.percent(total.kept_share),
                note=interval(lang, total.low, total.high, of) if of < 1000 else "",
            ),
            Figure(_("Overdue"), lang.number(total.overdue), note=typical if total.overdue else ""),
            Figure(_("Due within 7 days"), lang.number(total.due_soon)),
            Figure(_("Never contacted"), lang.number(total.never)),
        ],
    )  # fmt: skip


def _counting(view: View, scope: Scope, kept: care.Plan) -> None:
    """Which contacts the figures rest on, and which they do not."""
    _, lang = view.text, view.lang
    known = ask(view, care.kinds, scope)
    counted = care.counting(kept, known)
    others = [kind for kind in known if kind not in counted]
    on_lists = _("what is recorded on lists")
    said = [_("Counted as care: {kinds}.", kinds=lang.listing([*counted, on_lists]))]
    if others:
        said.append(_("Not counted: {kinds}.", kinds=lang.listing(others)))
    st.caption(plain(lang.sentences([*said, _("The care plan settles it.")])))


def _pictures(view: View, tiers: pd.DataFrame, owners: pd.DataFrame) -> None:
    _, lang = view.text, view.lang
    left, right = st.columns(2, gap="medium")
    rows, ranges = [], []
    for one in tiers.iloc[:-1].itertuples():
        of = one.kept + one.overdue
        said = lang.text("{share} of {n}", share=lang.percent(one.kept_share, 0), n=lang.number(of))
        if 0 < of < 1000:
            said += f" · {interval(lang, one.low, one.high, of)}"
        colour = view.palette.tiers[one.tier]
        rows.append(Row(tier_name(view, one.tier), one.kept_share if of else 0, said, colour, 1))
        ranges.append((one.low, one.high) if 0 < of < 1000 else None)
    with left:
        drawing = bars(view, rows)
        for place, ends in enumerate(ranges):
            if ends:
                y = len(rows) - place
                bar(drawing, ends, (y - 0.03, y + 0.03), view.palette.muted)
        chart(
            view, drawing, _("How well the plan is kept, by tier"),
            _("share of customers not overdue; line: 95 % interval"), key="care.tiers",
        )  # fmt: skip
    with right:
        if not owners.owner.any():
            head(_("Overdue by owner"), "")
            st.caption(_("The data do not say who looks after which customer."))
            return
        rows = [
            Row(
                one.owner or _("nobody"), one.overdue,
                _("{n} of {of}", n=f"<b>{lang.number(one.overdue)}</b>",
                  of=lang.number(one.customers)),
                view.palette.worse, one.customers, one.owner or NOBODY,
            )
            for one in owners.head(OWNERS).itertuples()
        ]  # fmt: skip
        clicked = chart(
            view, bars(view, rows), _("Overdue by owner"),
            _("those with most overdue key and secondary customers first; pale: all their "
              "customers; click for the list"),
            key="care.owners", select=True,
        )  # fmt: skip
    if clicked and clicked[0][0] != st.session_state.get("care.clicked"):
        address.choose(OWNER, clicked[0][0])
    st.session_state["care.clicked"] = clicked[0][0] if clicked else None


def _due(
    view: View, scope: Scope, kept: care.Plan, owners: pd.DataFrame, done: care.Recorded
) -> None:
    """Whom to contact by the end of the week, narrowed to a tier and to somebody's customers."""
    _, lang = view.text, view.lang
    named = [name for name in owners.owner if name]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        tier = select(
            view, TIER, _("Tier"),
            {"": _("all tiers")} | {code: tier_name(view, code) for code in TIER_NAMES},
        )  # fmt: skip
        owner = ""
        if named:
            mine = {name: _("mine") for name in view.user.names if name in named}
            others = {name: name for name in sorted(named) if name not in mine}
            nobody = {NOBODY: _("nobody")} if "" in set(owners.owner) else {}
            owner = select(
                view, OWNER, _("Looked after by"),
                {"": _("everybody")} | mine | others | nobody,
            )  # fmt: skip
        settings(view, kept)
    asked = {"plan": kept.rhythm, "tiers": (tier,) if tier else care.TIERS}
    if owner:
        asked["owner"] = "" if owner == NOBODY else owner
    found = ask(view, care.due, scope, rows=LISTED, done=done, **asked)
    if found.empty:
        st.success(_("Nobody is due within 7 days."), icon=":material/check:")
        return
    note = _("by tier, the longest overdue first; as of {day}", day=lang.date(scope.as_of))
    if len(found) == LISTED:
        note = _("{note}; the first {n}", note=note, n=lang.number(LISTED))
    head(_("Due within 7 days or overdue"), note)
    said = words(view, kept)
    shown = found.assign(
        what=[said[code][0] for code in found.tier],
        who=[said[code][1] for code in found.tier],
    )  # fmt: skip
    columns = {
        "customer_id": Column(_("Customer"), pinned=True),
        "name": Column(_("Name")),
        "tier": Column(_("Tier"), "tier"),
        "owner": Column(_("Looked after by")),
        "last_contact_on": Column(_("Last contact"), "date", help=_("– : never")),
        "due_on": Column(_("Due on"), "date"),
        "overdue_days": Column(_("Days overdue"), "number", help=_("below 0: still to come")),
        "rhythm_days": Column(_("Every so many days"), "number"),
        "value": Column(_("Revenue"), "money"),
        "what": Column(_("What is done"), width="medium"),
        "who": Column(_("Who does it")),
    }
    columns = {n: c for n, c in columns.items() if n not in ("name", "owner") or found[n].any()}
    ticked = table(view, shown, columns, key="care.due", rows=12, select=True)
    parts = [_("Care due within 7 days or overdue")]
    parts += [_("tier {tier}", tier=tier_name(view, tier))] if tier else []
    if owner:
        parts.append(
            _("only customers of {owners}", owners=_("nobody") if owner == NOBODY else owner)
        )
    rule = Rule.of(care.due, _("; ").join(parts), **asked)
    take_away(view, rule, key="care", ticked=ticked, scope=scope)


def _explained(
    view: View, scope: Scope, asked: dict[str, Any], tiers: pd.DataFrame, owners: pd.DataFrame
) -> None:
    _ = view.text
    said = _(
        "The care plan gives each tier (by revenue: the best 1 %, 20 %, 50 % of customers) a "
        "number of days between two contacts. A contact is **due** so many days after the last "
        "one of a kind that counts, for customers never contacted after their first order; it is "
        "**overdue** from the day after. **Care kept** is the share of customers not overdue. "
        "Customers who do not want to be contacted are left out and counted. Of the contacts in "
        "the data those of the kinds named above count, at first those whose name says that the "
        "firm makes them, such as calls, visits, e-mails and campaigns, not complaints or visits "
        "to the website; what is recorded on lists counts on its day, unless the customer was not "
        "reached. All history counts up to the last day."
    )
    relations = dict.fromkeys(
        ("care_kinds", "recorded_contacts", "until", *(f"{t}_days" for t in care.TIERS))
    )
    computed(view, said, "care_due", "care_tiers", "care_owners", scope=scope, params=relations)
    downloads(
        view,
        {
            _("Care due"): lambda: ask(view, care.due, scope, **asked),
            _("Care by tier"): lambda: tiers,
            _("Care by owner"): lambda: owners,
        },
    )
