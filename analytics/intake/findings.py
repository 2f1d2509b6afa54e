"""What is odd about a file under a mapping, found before it is loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import duckdb

from analytics.errors import N_
from analytics.intake.abilities import NO_CUSTOMER
from analytics.intake.columns import KINDS
from analytics.intake.map import is_name, key
from analytics.intake.mixed import currencies
from analytics.intake.remark import Remark
from analytics.intake.source import Source, patiently, quoted
from analytics.intake.values import cut_short

SAMPLE_ROWS = 100_000
# Fewer say nothing about how often a customer comes back.
_ENOUGH = 20
_ALL_BUT = 0.99
_MOST_REGIONS = 200
_PEOPLE = (
    "customer", "client", "buyer", "member", "user", "account",
    "客户", "顾客", "会员", "用户", "买家", "客戶", "顧客", "會員", "用戶", "買家",
)  # fmt: skip


def findings(
    source: Source,
    kind: str,
    mapping: Mapping[str, str],
    *,
    con: duckdb.DuckDBPyConnection | None = None,
    loaded: bool = False,
) -> tuple[Remark, ...]:
    """Warnings about a file: what would make figures wrong although every row can be read.

    Counted in the first 100,000 rows. Sales: a customer column with one order per value, order
    numbers that several customers share. Deals and customers: numbers on several rows. Joined
    sheets: values that differ only in their spelling. Numbers cut short by Excel, and money in
    several currencies.
    loaded  the rows are in their table: its checks say what they found among all of them
    """
    if con is None:
        with duckdb.connect() as own:
            return patiently(source, lambda way: findings(way, kind, mapping, con=own))
    rows = f"(select * from {source.sample(con)} limit {SAMPLE_ROWS})"
    looks = {"sales": _sales, "deals": _repeated, "customers": _repeated}
    found = list(looks[kind](con, source, rows, mapping)) if kind in looks else []
    found += _cut_short(con, rows, kind, mapping)
    found += currencies(con, source, rows, kind, mapping, loaded=loaded)
    return (*source.remarks, *found)


def _sales(
    con: duckdb.DuckDBPyConnection, source: Source, rows: str, mapping: Mapping[str, str]
) -> Iterator[Remark]:
    if "customer_id" not in mapping:
        yield Remark(NO_CUSTOMER)
        return
    if is_name(header := mapping["customer_id"]):
        yield Remark(
            N_("“{header}” holds names: customers of one name count as one."),
            N_("Choose a column of customer numbers, if there is one."),
            {"header": header},
        )
    customer, order = _text(mapping["customer_id"]), _text(mapping.get("order_id"))
    by_order = "order_id" in mapping
    per_order = f"select {order} as number, count(distinct {customer}) as customers"
    named, customers, orders = _row(
        con,
        f"select count({customer}), count(distinct {customer}),"
        f" count(distinct ({order}, {customer})) filter ({order} is not null and"
        f" {customer} is not null) from {rows}",
    )
    visits = orders if by_order else named
    if customers >= _ENOUGH and customers >= _ALL_BUT * visits:
        yield _once(con, source, rows, mapping["customer_id"], customers)
    if region := mapping.get("region"):
        yield from _too_many(con, rows, region)
    if by_order:
        shared, numbers = _row(
            con,
            f"select count(*) filter (customers > 1), count(*) from ({per_order} from {rows}"
            f" where {order} is not null group by 1)",
        )
        if mapping.get("returned") in source.joined_headers:
            yield from _returns(con, rows, customer, order, _text(mapping["returned"]))
        if shared:
            yield Remark(
                N_("{n} of {m} order numbers belong to several customers."),
                N_("Orders are told apart by customer and number together."),
                {"n": shared, "m": numbers},
            )


def _cut_short(
    con: duckdb.DuckDBPyConnection, rows: str, kind: str, mapping: Mapping[str, str]
) -> Iterator[Remark]:
    """Numbers that Excel has shown with an exponent, or kept to 15 digits only."""
    for column, header in mapping.items():
        if KINDS[kind].readable.get(column) != "id":
            continue
        text = _text(header)
        rounded = f"regexp_full_match({text}, '\\d{{15}}0+')"
        cut, example, long, zeros, round_one = con.execute(
            f"select count(*) filter ({cut_short(text)}), min({text}) filter ({cut_short(text)}),"
            f" count(*) filter (regexp_full_match({text}, '\\d{{16,}}')),"
            f" count(*) filter ({rounded}), min({text}) filter ({rounded}) from {rows}"
        ).fetchall()[0]
        if cut:
            yield Remark(
                N_("In “{header}” Excel has cut {n} numbers short, such as {value}."),
                N_("What they were is lost, so they count as missing. Format the column as text in"
                   " Excel and export it again."),
                {"header": header, "n": cut, "value": example},
            )  # fmt: skip
        elif zeros == long >= _ENOUGH:
            yield Remark(
                N_("In “{header}” all {n} long numbers end in zeros, such as {value}: Excel keeps"
                   " 15 digits."),
                N_("Different ones may have become one. Format the column as text in Excel and"
                   " export it again."),
                {"header": header, "n": long, "value": round_one},
            )  # fmt: skip


def _too_many(con: duckdb.DuckDBPyConnection, rows: str, header: str) -> Iterator[Remark]:
    """A region that is rather an address: a filter of thousands of values helps nobody."""
    different, filled = _row(
        con, f"select count(distinct {_text(header)}), count({_text(header)}) from {rows}"
    )
    if different > max(_MOST_REGIONS, filled / 2):
        yield Remark(
            N_("“{header}” has {n} different values, too many for a region to filter by."),
            N_("Choose a column of provinces, countries or cities, or none."),
            {"header": header, "n": different},
        )


def _returns(
    con: duckdb.DuckDBPyConnection, rows: str, customer: str, order: str, returned: str
) -> Iterator[Remark]:
    """Returns listed by order number alone, where the number does not tell whose order it is."""
    doubtful, numbers = _row(
        con,
        "select count(*) filter (customers > 1), count(*) from"
        f" (select count(distinct {customer}) as customers from {rows}"
        f" where {returned} is not null group by {order})",
    )
    if doubtful:
        yield Remark(
            N_("{n} of {m} returned order numbers belong to several customers."),
            N_("The lines of all of them are marked as returned; their money stays."),
            {"n": doubtful, "m": numbers},
        )


def _once(
    con: duckdb.DuckDBPyConnection, source: Source, rows: str, header: str, customers: int
) -> Remark:
    """A customer column of which every value has one order; another one may be meant."""
    message = N_("In “{header}” each of {n} values has one order only: nobody would come back.")
    values = {"header": header, "n": customers}
    for other in source.headers:
        if other != header and any(word in key(other) for word in _PEOPLE):
            filled, different = _row(
                con, f"select count({_text(other)}), count(distinct {_text(other)}) from {rows}"
            )
            if _ENOUGH <= different < _ALL_BUT * filled and 10 * different > customers:
                remedy = N_("“{other}” repeats: choose it if it names the same person every time.")
                return Remark(message, remedy, values | {"other": other})
    remedy = N_("Choose a column that names the same customer at every purchase, if there is one.")
    return Remark(message, remedy, values)


def _repeated(
    con: duckdb.DuckDBPyConnection, source: Source, rows: str, mapping: Mapping[str, str]
) -> Iterator[Remark]:
    column = "deal_id" if "deal_id" in mapping else "customer_id"
    number = _text(mapping.get(column))
    several, numbers = _row(
        con,
        f"select count(*) filter (n > 1), count(*) from (select count(*) as n from {rows}"
        f" where {number} is not null group by {number})",
    )
    if several and column == "deal_id":
        yield Remark(
            N_("{n} of {m} deal numbers stand on several rows, like a history of stages."),
            N_("Such a file belongs under “Contacts and events”; here each row counts as a deal."),
            {"n": several, "m": numbers},
        )
    elif several:
        yield Remark(
            N_("{n} of {m} customers stand on several rows; one name, type and region is kept."),
            values={"n": several, "m": numbers},
        )


def _text(header: str | None) -> str:
    return f"nullif(trim({quoted(header)}), '')" if header else "cast(null as varchar)"


def _row(con: duckdb.DuckDBPyConnection, select: str) -> tuple[int, ...]:
    return con.execute(select).fetchall()[0]
