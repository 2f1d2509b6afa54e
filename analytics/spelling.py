"""Names of products that do not fit: in no list, or another spelling of a name that is."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence

import pandas as pd
from rapidfuzz import fuzz, process

ALIKE = 85


def misfits(names: pd.DataFrame, listed: Sequence[str] = ()) -> pd.DataFrame:
    """Of names with their rows (source product lines amount), those that do not fit.

    Source "products" is the product list, where there is one (or `listed`): then all others are
    looked for in it, else those of deals in the sales. In one table the rarer spelling is listed.
    One row per name, the most money first: source product lines amount nearest similarity same
    sought_in.
    nearest  the known name most like it, where one is at least 85 % alike
    same     equal but for blanks, signs and capitals: surely one product
    sought_in  where the name is missing: products or sales; None for a rarer spelling
    """
    names = names.assign(plain=names["product"].map(_plain))
    names = names[names["plain"] != ""]
    listed = listed or names["product"][names["source"] == "products"].tolist()
    names = names[names["source"] != "products"]
    most = names.sort_values(["lines", "product"], ascending=[True, False], kind="stable")
    sold = most[most["source"] == "sales"]
    told = sold if len(sold) else most
    # of several spellings the one with the most lines comes last, and stays
    usual = {
        str(plain): str(name) for plain, name in zip(told["plain"], told["product"], strict=True)
    }
    if listed:
        usual = {_plain(name): name for name in listed}
    known = set(listed) or set(sold["product"])
    rows = []
    for name in names.to_dict("records"):
        near = usual.get(name["plain"])
        compared = bool(known) if name["source"] == "deals" else bool(listed)
        if near == name["product"] or (near is None and not compared):
            continue
        if compared and name["product"] in known:
            continue
        score = 100.0
        if near is None:
            best = process.extractOne(
                name["plain"], list(usual), scorer=fuzz.ratio, score_cutoff=ALIKE
            )
            near, score = (usual[best[0]], best[1]) if best else (None, math.nan)
        sought_in = ("products" if listed else "sales") if compared else None
        rows.append(name | {"nearest": near, "similarity": score / 100, "same": score == 100,
                            "sought_in": sought_in})  # fmt: skip
    columns = [*names.columns.drop("plain"), "nearest", "similarity", "same", "sought_in"]
    found = pd.DataFrame(rows, columns=columns)
    found = found.astype({"nearest": "str", "sought_in": "str", "same": bool})
    return found.sort_values(
        ["amount", "lines"], key=lambda each: each.abs(), ascending=False, kind="stable",
        ignore_index=True,
    )  # fmt: skip


def _plain(name: str) -> str:
    """A name reduced to its letters and digits, full-width ones made plain."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name).casefold())
