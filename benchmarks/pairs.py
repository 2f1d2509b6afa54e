"""What is bought together: the product's answer against the package mlxtend, where it is there."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np
import pandas as pd

from analytics import Scope, Workspace, products
from benchmarks.questions import answer, best

HELD = """
select distinct customer_id, order_id, product
from sales
where customer_id is not null and product is not null and quantity > 0 and amount >= 0
"""


def seconds(ws: Workspace) -> float:
    """Of all pairs in at least ten orders, tested, from the lines as they are loaded."""
    return best(lambda: products.pairs(ws, Scope()), 3)


def mlxtend_seconds(ws: Workspace) -> float | None:
    """Of fpgrowth and its rules alone, from orders spread out already; None without mlxtend."""
    if not find_spec("mlxtend"):
        return None
    from mlxtend.frequent_patterns import association_rules, fpgrowth

    orders = spread(ws)
    least = (products.MINIMUM - 0.5) / len(orders)

    def work() -> pd.DataFrame:
        found = fpgrowth(orders, min_support=least, max_len=2)
        return association_rules(found, metric="support", min_threshold=0)

    return best(work, 1)


def spread(ws: Workspace) -> pd.DataFrame:
    """One row per order, one column per product: whether the order holds it."""
    held = answer(ws, HELD).to_pandas()
    place = held.groupby(["customer_id", "order_id"]).ngroup().to_numpy()
    item, names = pd.factorize(held["product"])
    matrix = np.zeros((place.max() + 1, len(names)), dtype=bool)
    matrix[place, item] = True
    return pd.DataFrame(matrix)
