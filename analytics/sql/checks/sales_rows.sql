-- grain: one row per line that a check names, the most money first
select
    sales.customer_id, sales.ordered_on, sales.order_id, sales.product, sales.quantity,
    sales.amount, sales.currency, sales.excluded_by
from named
join sales on sales.rowid = named.row_no
order by named.place
