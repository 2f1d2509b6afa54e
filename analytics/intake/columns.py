"""The columns a file can bring, for each kind of file, and the tables they go to."""

from __future__ import annotations

from dataclasses import dataclass

TYPES = {
    "id": "varchar",
    "text": "varchar",
    "number": "decimal(18,4)",
    "share": "double",
    "score": "double",
    "date": "date",
    "moment": "timestamp",
    "yes": "boolean",
    "currency": "varchar",
}


@dataclass(frozen=True)
class Kind:
    """A kind of file: the table it fills and what each of its columns holds.

    `columns` maps a column to what it holds (a key of TYPES). `helpers` are read from the file
    but not stored. Every name in `required` must be mapped; of each tuple in `one_of`, at least
    one whole part; those in `wanted` may be left out by who says so. A row without a value in
    `mark` is rejected, so after a load an empty mark in the table means a rejected row. `money`
    is the column a report sums up. `spare` are columns that get a header only where a column of
    the same name needs it less. The days of those in `ahead` may lie after the file's own, and
    however far: a contract without an end is often written as one until 9999. `personal` are
    columns that tell who a customer is: whoever may not see people is given them empty.
    """

    table: str
    columns: dict[str, str]
    mark: str
    required: tuple[str, ...]
    one_of: tuple[tuple[str, ...], ...] = ()
    wanted: tuple[str, ...] = ()
    helpers: dict[str, str] | None = None
    order: str = ""
    money: str | None = None
    spare: tuple[str, ...] = ()
    ahead: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()

    @property
    def readable(self) -> dict[str, str]:
        """Columns that can be mapped to a header."""
        made_here = {"ordered_at", "row_no"}
        stored = {name: holds for name, holds in self.columns.items() if name not in made_here}
        return stored | (self.helpers or {})


KINDS = {
    "sales": Kind(
        table="sales",
        columns={
            "customer_id": "id",
            "ordered_on": "date",
            "ordered_at": "moment",
            "order_id": "id",
            "product": "text",
            "product_code": "id",
            "category": "text",
            "quantity": "number",
            "amount": "number",
            "cost": "number",
            "channel": "text",
            "region": "text",
            "salesperson": "text",
            "discount": "share",
            "customer_name": "text",
            "customer_type": "text",
            "returned": "yes",
            "currency": "currency",
        },
        helpers={"unit_price": "number", "profit": "number"},
        mark="ordered_on",
        wanted=("customer_id",),
        required=("ordered_on",),
        one_of=(("amount",), ("quantity", "unit_price")),
        order="ordered_on",
        money="amount",
        spare=("product_code",),
        personal=("customer_name",),
    ),
    "interactions": Kind(
        table="interactions",
        columns={
            "customer_id": "id",
            "occurred_at": "moment",
            "kind": "text",
            "stage": "text",
            "deal_id": "id",
            "owner": "text",
            "channel": "text",
            "value": "number",
            "score": "score",
            "note": "text",
        },
        mark="occurred_at",
        required=("customer_id", "occurred_at"),
        one_of=(("kind",), ("stage",)),
        order="customer_id, occurred_at, row_no",
        personal=("note",),
    ),
    "deals": Kind(
        table="deals",
        columns={
            "deal_id": "id",
            "customer_id": "id",
            "stage": "text",
            "owner": "text",
            "product": "text",
            "value": "number",
            "opened_on": "date",
            "closed_on": "date",
            "reason": "text",
            "channel": "text",
        },
        mark="deal_id",
        required=("deal_id", "stage"),
        order="deal_id",
        money="value",
    ),
    "customers": Kind(
        table="attributes",
        columns={
            "customer_id": "id",
            "name": "text",
            "type": "text",
            "region": "text",
            "owner": "text",
            "email": "text",
            "phone": "id",
            "do_not_contact": "yes",
            "customer_since": "date",
            "contract_ends_on": "date",
        },
        mark="customer_id",
        required=("customer_id",),
        order="customer_id",
        ahead=("contract_ends_on",),
        personal=("name", "email", "phone"),
    ),
    "products": Kind(
        table="products",
        columns={
            "product": "text",
            "product_code": "id",
            "category": "text",
            "unit_price": "number",
        },
        mark="product",
        required=("product",),
        order="product",
        spare=("product_code",),
    ),
}

PERSONAL = frozenset(name for kind in KINDS.values() for name in kind.personal)
