"""What a file can answer and what it cannot, said before it is loaded."""

from __future__ import annotations

from collections.abc import Collection

from analytics.errors import N_

NO_CUSTOMER = N_("No customer: revenue and trends work; segments, pyramid and leaving cannot.")
# kind -> (columns any of which is enough, what works with it, what is said without it)
_NEEDS: dict[str, tuple[tuple[tuple[str, ...], str, str], ...]] = {
    "sales": (
        (
            ("customer_id",),
            N_("segments, pyramid and leaving"),
            NO_CUSTOMER,
        ),
        (
            ("order_id",),
            N_("orders by their number"),
            N_("No order number: all lines of a customer on one day count as one order."),
        ),
        (
            ("cost", "profit"),
            N_("margins"),
            N_("No cost and no profit: margins stay empty, customers rank by revenue."),
        ),
        (
            ("product", "category"),
            N_("what is bought"),
            N_("No product: what sells and what is bought together stays empty."),
        ),
    ),
    "interactions": (
        (
            ("stage",),
            N_("the funnel by stage"),
            N_("No stage: contacts are counted by their kind, a funnel of stages cannot be drawn."),
        ),
    ),
    "deals": (
        (
            ("opened_on", "closed_on"),
            N_("how long deals take"),
            N_("No dates: stages and the win rate work; durations and trends cannot."),
        ),
        (
            ("value",),
            N_("the worth of deals"),
            N_("No value: deals are counted, their worth is unknown."),
        ),
        (
            ("customer_id",),
            N_("deals by customer"),
            N_("No customer: deals are not joined to customers."),
        ),
    ),
    "customers": (
        (
            ("region", "type"),
            N_("filters by region and type"),
            N_("No region and no type: customers cannot be filtered by them."),
        ),
    ),
    "products": (),
}  # fmt: skip
_ALWAYS = {
    "sales": N_("revenue and trends"),
    "interactions": N_("contacts over time"),
    "deals": N_("stages and the win rate"),
    "customers": N_("names and details of customers"),
    "products": N_("whether deals and sales name products as the list does"),
}


def able(kind: str, columns: Collection[str]) -> tuple[str, ...]:
    """What works with the columns a file brings, as parts of a sentence of the catalogues."""
    works = [words for any_of, words, _ in _NEEDS[kind] if any(name in columns for name in any_of)]
    return (_ALWAYS[kind], *works)


def unable(kind: str, columns: Collection[str]) -> tuple[str, ...]:
    """What does not work for want of a column, as sentences of the catalogues."""
    return tuple(
        sentence for any_of, _, sentence in _NEEDS[kind] if not any(n in columns for n in any_of)
    )
