"""Groups that customers fall into by themselves, beside the maps."""

import streamlit as st

from analytics import clusters, rfm
from analytics.errors import N_
from analytics.rules import Rule
from pages.parts.ask import ask
from pages.parts.charts.bars import Row, Share, bars, shares
from pages.parts.charts.template import chart, head
from pages.parts.columns import column_name
from pages.parts.computed import computed
from pages.parts.downloads import downloads
from pages.parts.guard import View
from pages.parts.names import segment_name
from pages.parts.tables import Column, table
from pages.parts.take_away import take_away

WORDS = {
    "recent": N_("recent"),
    "long_ago": N_("long ago"),
    "often": N_("often"),
    "rarely": N_("rarely"),
    "spend_more": N_("spend more"),
    "spend_less": N_("spend less"),
}
WHY = {
    "few": N_("Fewer than 20 customers: groups would be accidents."),
    "alike": N_("All customers are alike: there are no groups among them."),
}


def draw(view: View, scoring: rfm.Scoring) -> str:
    """Draws the view; returns its answer, the headline of the page."""
    _, lang = view.text, view.lang
    found = ask(view, clusters.found, scoring=scoring)
    _explained(view, scoring, found)
    if found.why:
        return _(WHY[found.why])
    rows = found.profiles
    names = {row.cluster: _named(view, row.cluster, row.profile) for row in rows.itertuples()}
    left, right = st.columns(2, gap="medium")
    with left:
        steps = [1 - 0.8 * place / max(found.k - 1, 1) for place in range(found.k)]
        money = [
            Share(_("Group {n}", n=row.cluster), row.monetary_share, row.customer_share,
                  view.palette.shade(step), str(row.cluster))
            for row, step in zip(rows.itertuples(), steps, strict=True)
        ]  # fmt: skip
        chart(
            view,
            shares(view, money, row_height=47),
            _("Share of money against share of customers"),
            _("colour: share of revenue; grey: share of customers"),
            key="clusters.shares",
        )
    with right:
        told = [
            Row(_("{n} groups", n=row.k), row.silhouette, lang.number(row.silhouette, 2),
                view.palette.bar if row.k == found.k else view.palette.ghost)
            for row in found.silhouettes.dropna().itertuples()
        ]  # fmt: skip
        chart(
            view,
            bars(view, told, row_height=30),
            _("{n} groups are told apart best", n=found.k),
            _(
                "silhouette: 1 = far apart, 0 = no groups; of {n} customers",
                n=lang.number(found.judged),
            ),
            key="clusters.silhouette",
        )
    shown = rows.assign(group=rows.cluster.map(names))
    columns = {"group": Column(_("Group found"), pinned=True)}
    kinds = {"customers": "number", "customer_share": "percent", "monetary_share": "percent",
             "average": "money", "orders": "number", "recency_days": "number"}  # fmt: skip
    for name, kind in kinds.items():
        columns[name] = Column(
            column_name(view, name)[0], kind, digits=1 if name == "orders" else 0
        )
    head(_("The groups"), _("money, orders and days: of the average customer"))
    table(view, shown, columns, key="clusters.profiles")
    group = st.segmented_control(
        _("Group found"), list(names), format_func=lambda code: names[code], default=1,
        required=True, key="clusters.group", label_visibility="collapsed",
    )  # fmt: skip
    rule = Rule.of(clusters.members, names[group], cluster=int(group), scoring=scoring)
    take_away(view, rule, key="cluster")
    with st.expander(_("How the groups agree with the segments")):
        _crossed(view, found)
    first = rows.iloc[0]
    return _(
        "Left to themselves, customers fall into {n} groups: “{group}” is {share} of customers and "
        "{money} of revenue.",
        n=found.k, group=names[first.cluster], share=lang.percent(first.customer_share),
        money=lang.percent(first.monetary_share),
    )  # fmt: skip


def _named(view: View, number: int, profile: str) -> str:
    """1 · recent, often, spend more."""
    words = [view.text(WORDS[code]) for code in profile.split(",") if code]
    return f"{number} · " + (view.text(", ").join(words) or view.text("in the middle"))


def _crossed(view: View, found: clusters.Clusters) -> None:
    _, lang = view.text, view.lang
    agreement = {by: lang.number(value, 2) for by, value in found.agreement.items()}
    st.markdown(
        _(
            "Adjusted Rand index with the ten segments {segment}, with the eight types {type8}: "
            "1 would be the same groups, 0 no more than chance.",
            **agreement,
        )
    )
    rows = found.crossed[found.crossed["map"] == "segment"]
    wide = rows.pivot(index="label", columns="cluster", values="customers").fillna(0)
    wide = wide.reindex([code for code in rfm.SEGMENTS if code in wide.index])
    wide.columns = [str(code) for code in wide.columns]
    wide.insert(0, "label", [segment_name(view, code) for code in wide.index])
    columns = {"label": Column(column_name(view, "segment")[0], pinned=True)}
    columns |= {code: Column(code, "number") for code in wide.columns if code != "label"}
    table(view, wide, columns, key="clusters.crossed")


def _explained(view: View, scoring: rfm.Scoring, found: clusters.Clusters) -> None:
    _ = view.text
    computed(
        view,
        _(
            "**k-means** groups customers by days since the last order, orders and money alone: "
            "logarithms, each standardised. It looks for 2 to 8 groups and keeps the number with "
            "the best **silhouette**. Above 10,000 customers the groups are found in an evenly "
            "spread sample of 10,000, and everybody is put into the nearest; the silhouette is "
            "that of at most 2,000. Group 1 brings the most money per customer. The start is "
            "fixed, so the same data give the same groups."
        ),
        "clusters_customers",
        params=scoring.params,
    )
    files = {_("All customers"): lambda: ask(view, clusters.customers, scoring=scoring)}
    if not found.why:
        files[_("The groups")] = lambda: found.profiles
    downloads(view, files, codes={"profile": WORDS})
