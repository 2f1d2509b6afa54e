"""Product names that do not fit, said in a sentence, and corrected by hand."""

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from analytics import quality
from pages.parts.guard import View
from pages.parts.quality.work import change
from pages.parts.tables import ROW
from pages.parts.words import plain

SAID = 3


def counted(view: View, source: str, rows: int) -> str:
    """So many sales lines, deals or contacts."""
    lang = view.lang
    if source == "deals":
        return lang.plural("{n} deal", "{n} deals", rows)
    if source == "interactions":
        return lang.plural("{n} contact", "{n} contacts", rows)
    return lang.plural("{n} line", "{n} lines", rows)


def gaps(view: View, names: pd.DataFrame, sources: Iterable[str]) -> None:
    """The first names that do not fit, each with its rows, its money and the nearest name."""
    for row, source in list(zip(names.itertuples(), sources, strict=True))[:SAID]:
        st.markdown(plain(_gap(view, row, source)))


def _gap(view: View, row, source: str) -> str:
    _ = view.text
    known = {"product": row.product, "nearest": row.nearest}
    known |= {"rows": counted(view, source, row.lines), "money": view.lang.money(row.amount)}
    if row.sought_in == "products" and pd.notna(row.nearest):
        return _("“{product}” occurs in {rows} ({money}) and is not in the product list; nearest: "
                 "“{nearest}”.", **known)  # fmt: skip
    if row.sought_in == "products":
        return _("“{product}” occurs in {rows} ({money}) and is not in the product list.", **known)
    if row.sought_in == "sales" and pd.notna(row.nearest):
        return _("“{product}” occurs in {rows} ({money}) and never in the sales; nearest: "
                 "“{nearest}”.", **known)  # fmt: skip
    if row.sought_in == "sales":
        return _("“{product}” occurs in {rows} ({money}) and never in the sales.", **known)
    return _(
        "“{product}” occurs in {rows} ({money}); more often it is written “{nearest}”.", **known
    )


def naming(view: View, code: str, source: str, may_choose: bool) -> None:
    """The names a check names, each with the name it should have, to be typed and kept."""
    _ = view.text
    names = quality.misnamed(view.ws, code)
    gaps(view, names, [source] * len(names))
    proposed = names["means"].fillna(names["nearest"].where(names["same"]))
    shown = names[["product", "lines", "amount"]].assign(means=proposed)
    columns = st.column_config
    edited = st.data_editor(
        shown,
        column_config={
            "product": columns.TextColumn(_("In the file"), disabled=True),
            "lines": columns.NumberColumn(_("Rows"), format="localized", disabled=True),
            "amount": columns.NumberColumn(
                _("Money"), format="localized", disabled=True
            ),
            "means": columns.SelectboxColumn(
                _("Should be called"), options=quality.product_names(view.ws),
                disabled=not may_choose,
            ),
        },
        key=f"naming.{code}",
        hide_index=True,
        row_height=ROW,
        height=ROW * (min(len(shown), 10) + 1) + 4,
    )  # fmt: skip
    means = edited.dropna(subset="means").set_index("product")["means"].to_dict()
    means = {name: into for name, into in means.items() if into and into != name}
    label = _("Correct these names")
    if may_choose and st.button(
        label, key=f"correct.{code}", disabled=not means, icon=":material/edit:"
    ):
        name = view.user.name
        change(
            view,
            label,
            lambda ws, job: ws.choose(code, "correct", name, progress=job.progress, means=means),
        )
