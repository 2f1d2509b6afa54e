"""A made-up sales file of any size, the same bytes every time."""

from __future__ import annotations

from pathlib import Path

import duckdb

# hash() spreads line and order numbers evenly; the square gives few customers many orders
_LINES = """
copy (
    with
    numbered as (
        select range as line, range // 3 as order_no from range({lines})
    ),
    drawn as (
        select
            line, order_no,
            cast(floor({customers} * pow(hash(order_no) % 1000003 / 1000003.0, 2)) as bigint)
                as customer_no,
            cast(hash(line + 1000000007) % 1000 as bigint) as product_no,
            cast(hash(line + 2000000011) % 9 + 1 as bigint)
                * if(hash(line + 3000000019) % 50 = 0, -1, 1) as pieces
        from numbered
    )
    select
        'C' || lpad(customer_no::varchar, 7, '0') as "Customer ID",
        date '2023-01-01' + cast(order_no * 1095 * 3 // {lines} as integer) as "Order date",
        'A' || (1000000 + order_no) as "Order no",
        'Product ' || product_no as "Product",
        'Category ' || product_no % 12 as "Category",
        pieces as "Quantity",
        cast((3 + product_no % 97 * 1.25) * pieces as decimal(12, 2)) as "Amount",
        cast((3 + product_no % 97 * 1.25) * pieces * 0.62 as decimal(12, 2)) as "Cost",
        ['Shop', 'Web', 'Phone', 'Partner'][1 + order_no % 4] as "Channel",
        ['North', 'South', 'East', 'West', 'Centre', 'Abroad'][1 + customer_no % 6] as "Region",
        'Person ' || customer_no % 25 as "Salesperson",
        [0, 0, 0, 5, 10][1 + product_no % 5] as "Discount",
        ['Retail', 'Business', 'Distributor'][1 + customer_no % 3] as "Customer type"
    from drawn
    order by line
) to '{path}' (header, delimiter ',')
"""


def write(folder: Path, lines: int) -> Path:
    """A CSV of `lines` order lines over three years: 13 columns, 3 lines an order, 18 a customer.

    Written once per folder and size.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"sales-{lines}.csv"
    if not path.exists():
        beside = path.with_suffix(".writing")
        duckdb.sql(_LINES.format(lines=lines, customers=lines * 6 // 100, path=beside))
        beside.replace(path)
    return path
