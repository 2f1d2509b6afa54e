"""Which products share their buyers, and what that says a customer may buy next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

NEIGHBOURS = 50  # of a product; those further away add noise and time
ITEMS = 2_000  # products considered, the most bought
LEAST = 10  # customers a product needs
AT_ONCE = 2_000  # customers scored at a time


@dataclass(frozen=True)
class Model:
    """How alike products are by who bought them.

    items    names, most bought first     buyers   customers who bought each
    alike    items × items: customers who bought both ÷ √(buyers of one × of the other), of each
             column the NEIGHBOURS largest
    Source: Sarwar et al. 2001, item-based collaborative filtering by cosine.
    """

    items: pd.Index
    buyers: np.ndarray
    alike: sparse.csr_array

    def near(self, product: str) -> pd.DataFrame:
        """The products whose buyers also bought one: product weight, the nearest first."""
        if product not in self.items:
            return pd.DataFrame(
                {"product": pd.Series(dtype="str"), "weight": pd.Series(dtype=float)}
            )
        column = self.alike[:, [self.items.get_loc(product)]].toarray().ravel()
        found = np.flatnonzero(column)
        rows = pd.DataFrame({"product": self.items[found], "weight": column[found]})
        return rows.sort_values("weight", ascending=False, kind="stable", ignore_index=True)

    def held(self, bought: pd.DataFrame) -> tuple[pd.Index, sparse.csr_array]:
        """Who bought what, as a matrix: the customers (customer_key) and their rows."""
        place = self.items.get_indexer(pd.Index(bought["product"]))
        known = bought[place >= 0]
        who, customers = pd.factorize(known["customer_key"])
        return pd.Index(customers), sparse.csr_array(
            (np.ones(len(who), dtype=np.float32), (who, place[place >= 0])),
            shape=(len(customers), len(self.items)),
        )

    def first(self, held: sparse.csr_array, by: str, many: int) -> np.ndarray:
        """Of each customer the places of the products to name first, none they have.

        by  "alike": the sum of how alike a product is to each they bought; "most": how many
            customers bought it. Equal ones: the more bought first.
        """
        popular = (self.buyers / (1 + self.buyers.sum())).astype(np.float32)
        many = min(many, len(self.items))
        found = np.empty((held.shape[0], many), dtype=np.int64)
        for start in range(0, held.shape[0], AT_ONCE):
            rows = held[start : start + AT_ONCE]
            scores = np.tile(popular, (rows.shape[0], 1))
            if by == "alike":
                scores = scores * np.float32(1e-4) + (rows @ self.alike).toarray()
            scores[rows.nonzero()] = -np.inf
            best = np.argpartition(-scores, many - 1, axis=1)[:, :many]
            best.sort(axis=1)
            order = np.argsort(-np.take_along_axis(scores, best, 1), axis=1, kind="stable")
            best = np.take_along_axis(best, order, 1)
            possible = np.isfinite(np.take_along_axis(scores, best, 1))
            found[start : start + AT_ONCE] = np.where(possible, best, -1)
        return found

    def because(self, held: sparse.csr_array, named: np.ndarray) -> list[str | None]:
        """Of each customer the product they have that is most alike to the one named."""
        reasons: list[str | None] = []
        for row, item in enumerate(named):
            mine = held.indices[held.indptr[row] : held.indptr[row + 1]]
            weights = self.alike[:, [item]].toarray().ravel()[mine] if item >= 0 else np.zeros(0)
            reasons.append(self.items[mine[weights.argmax()]] if weights.any() else None)
        return reasons


def learned(bought: pd.DataFrame) -> Model:
    """The model of who bought what: customer_key product, one row each."""
    counts = bought["product"].value_counts()
    rows = pd.DataFrame({"product": counts.index, "customers": counts.to_numpy()})
    rows = rows[rows["customers"] >= LEAST]
    rows = rows.sort_values(["customers", "product"], ascending=[False, True]).head(ITEMS)
    buyers = rows["customers"].to_numpy(dtype=float)
    bare = Model(pd.Index(rows["product"]), buyers, sparse.csr_array((len(rows), len(rows))))
    _customers, held = bare.held(bought)
    both = (held.T @ held).toarray()
    np.fill_diagonal(both, 0)
    cosine = (both / np.sqrt(np.outer(buyers, buyers))).astype(np.float32)
    if len(rows) > NEIGHBOURS:
        least = np.partition(cosine, -NEIGHBOURS, axis=0)[-NEIGHBOURS]
        cosine[cosine < least] = 0
    return Model(bare.items, buyers, sparse.csr_array(cosine))
