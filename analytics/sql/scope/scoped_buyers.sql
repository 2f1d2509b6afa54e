-- grain: one row per customer with at least one counting order in the scope
-- parameters: those of scoped_orders, $by (margin is summed only where it is needed); names: also
--     says who they are
-- money looks at all orders, days and counts at counting ones
with
bought as (
    select
        customer_key,
        max(case when not is_return then ordered_on end) as last_order_on,
        count(case when not is_return then 1 end) as orders,
        cast(sum(amount) as decimal(18, 4)) as revenue,
        cast(sum(case when $by in ('margin', 'profit') then margin end) as decimal(18, 4)) as margin
    from scoped_orders
    where customer_key is not null
    group by customer_key
    having count(case when not is_return then 1 end) > 0
)
select
    bought.customer_key, bought.last_order_on, bought.orders, bought.revenue, bought.margin
    , customers.customer_id, customers.name, customers.region -- when names
from bought
join customers on customers.customer_key = bought.customer_key -- when names
