"""What a file that came beside another tells of more than the rows it is joined to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb

from analytics.intake.load import load
from analytics.intake.lookup import JoinedSource
from analytics.intake.map import propose
from analytics.intake.source import Source


def note_products(
    con: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping[str, Any]
) -> None:
    """Keeps the list of products that came beside a file, unless one was loaded by itself.

    It is the sheet or file joined by the header of the product.
    """
    lookups = source.lookups if isinstance(source, JoinedSource) else ()
    for each in lookups:
        own = con.execute("select 1 from loads where kind = 'products'").fetchone()
        if each.header == mapping.get("product") and not own:
            headers = propose(each.source.headers, "products").columns
            load(con, each.source, "products", headers | {"product": each.key})
