"""Whether the files fit together: customers, product names, and days without a sale."""

import pandas as pd
import streamlit as st

from analytics import quality
from pages.parts.ask import ask
from pages.parts.charts.template import head
from pages.parts.guard import View
from pages.parts.quality.account import everything
from pages.parts.quality.naming import gaps
from pages.parts.quality.words import KINDS, TABLES
from pages.parts.tables import Column, table


def fit(view: View) -> None:
    """Customers and products that one file names and another lacks; pauses in the sales."""
    scope = everything(view)
    _joins(view, ask(view, quality.joins, scope))
    _products(view, ask(view, quality.products, scope))
    _gaps(view, ask(view, quality.gaps, scope))


def _joins(view: View, rows: pd.DataFrame) -> None:
    _, lang = view.text, view.lang
    if rows.empty:
        return
    sentences = [
        _(
            "{found} of {customers} customers of {source} are in {target}",
            found=lang.number(row.found),
            customers=lang.number(row.customers),
            source=_source(view, row.source, row.kind),
            target=_(TABLES[row.target]),
        )
        for row in rows.itertuples()
    ]
    shown = rows.assign(sentence=sentences, share=rows.found / rows.customers)
    head(
        _("Do the files name the same customers?"),
        _("Prospects are not in the sales yet; where it should be all, look at the numbers."),
    )
    table(
        view,
        shown.sort_values("share", kind="stable"),
        {
            "sentence": Column(_("What fits"), width="large"),
            "share": Column(_("Share"), "bar", most=1),
            "missing_lines": Column(_("Rows of the others"), "number"),
            "missing_amount": Column(_("Their money"), "money"),
        },
        key="joins",
        rows=12,
    )


def _source(view: View, source: str, kind: str) -> str:
    if source != "interactions":
        return view.text(TABLES[source])
    return view.text(KINDS[kind]) if kind in KINDS else kind


def _products(view: View, rows: pd.DataFrame) -> None:
    _ = view.text
    if rows.empty:
        return
    head(
        view.lang.plural(
            "{n} product name does not fit", "{n} product names do not fit", len(rows)
        ),
        _("Either nobody else writes it so, or it is another spelling of the name beside it."),
    )
    gaps(view, rows, rows.source)
    if not view.ws.cluster:
        st.caption(_("They can be corrected under “What looks wrong”."))
    table(
        view,
        rows.assign(source=[_(TABLES[source]) for source in rows.source]),
        {
            "product": Column(_("Product"), width="medium"),
            "source": Column(_("Found in")),
            "nearest": Column(_("Most like"), width="medium"),
            "similarity": Column(_("Alike"), "percent"),
            "lines": Column(_("Rows"), "number"),
            "amount": Column(_("Money"), "money"),
        },
        key="products",
    )


def _gaps(view: View, rows: pd.DataFrame) -> None:
    _, lang = view.text, view.lang
    if not view.ws.facts.lines:
        return
    if rows.empty:
        st.caption(_("No run of days without a sale is longer than usual."))
        return
    head(
        lang.plural(
            "{n} pause in the sales is longer than usual",
            "{n} pauses in the sales are longer than usual",
            len(rows),
        ),
        _("Holidays, or a file that is missing. Days on which you never sell are not counted."),
    )
    table(
        view,
        rows,
        {
            "first_day": Column(_("From"), "date"),
            "last_day": Column(_("To"), "date"),
            "days": Column(_("Days without a sale"), "number"),
            "usual_days": Column(_("Usual"), "number"),
        },
        key="gaps",
    )
