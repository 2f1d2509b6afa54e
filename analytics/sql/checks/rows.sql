-- grain: one row per line that a check names, the most money first
-- parameters: $code, $most (at most so many rows)
with
named as (
    select row_no
    from faults
    where
        case $code
            when 'overlap' then overlap
            when 'duplicate_line' then duplicate_line
            when 'duplicate_order_line' then duplicate_order_line
            when 'impossible_date' then impossible_date
            when 'no_customer' then no_customer
            when 'zero_price' then zero_price
            when 'negative_price' then negative_price
            when 'return_without_order' then return_without_order
            when 'returned' then returned
            when 'outlier' then outlier
        end
    order by abs(amount) desc, row_no
    limit $most
)
select
    sales.customer_id, sales.ordered_on, sales.order_id, sales.product, sales.quantity,
    sales.amount, sales.excluded_by
from sales
join named on named.row_no = sales.rowid
order by abs(sales.amount) desc, sales.rowid
