-- grain: one row per list and customer who was ever on it: what they ordered after that day
-- parameters: those of scoped_orders; the relation members: list_id, customer_id, first_on
with
ordered as (
    select
        members.list_id, members.customer_id,
        date_diff('day', members.first_on, cast($end as date)) as days,
        count(case when not scoped_orders.is_return then 1 end) as orders,
        cast(coalesce(sum(scoped_orders.amount), 0) as double) as revenue,
        max(case when not scoped_orders.is_return then scoped_orders.ordered_on end)
            as last_order_on
    from members
    left join customers on customers.customer_id = members.customer_id
    left join scoped_orders
        on scoped_orders.customer_key = customers.customer_key
        and scoped_orders.ordered_on > members.first_on
    group by members.list_id, members.customer_id, members.first_on
)
select list_id, customer_id, days, orders, revenue, last_order_on
from ordered
order by list_id, customer_id
