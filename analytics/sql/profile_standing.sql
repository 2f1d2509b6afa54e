-- one row: own measures of a customer, and the rank by revenue; no row without a counting order
-- parameters: $customer_id, $end; those of scoped_buyers
with
own as (
    select buyers.customer_key, buyers.last_order_on, buyers.orders, buyers.revenue
    from scoped_buyers as buyers
    where buyers.customer_key in (
        select customer_key from customers where customer_id = $customer_id
    )
),
ranked as (
    select
        own.last_order_on, own.orders, own.revenue,
        count(case
            when buyers.revenue > own.revenue
                or buyers.revenue = own.revenue and buyers.customer_key < own.customer_key then 1
        end) + 1 as rank
    from scoped_buyers as buyers
    cross join own
    group by own.last_order_on, own.orders, own.revenue
)
select
    date_diff('day', last_order_on, $end) as recency_days, orders as frequency,
    revenue as monetary, rank
from ranked
order by rank
