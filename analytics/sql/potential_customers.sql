-- grain: one row per customer with a counting order by $as_of, with what was seen of them in
--     their first days and the tier they are in now
-- parameters: those of tiered_buyers, $early_days
with
begun as (
    select customer_key, min(ordered_on) as first_order_on, max(ordered_on) as last_order_on
    from scoped_orders
    where customer_key is not null and not is_return
    group by customer_key
),
-- what came back lowers the money, as everywhere: a large order returned is no beginning
early as (
    select
        orders.customer_key, count(case when not orders.is_return then 1 end) as orders,
        count(distinct case when not orders.is_return then orders.ordered_on end) as days,
        sum(orders.amount) as revenue,
        sum(case when not orders.is_return then orders.lines else 0 end) as lines,
        max(case
            when not orders.is_return then date_diff('day', begun.first_order_on, orders.ordered_on)
        end) as span
    from scoped_orders as orders
    join begun on begun.customer_key = orders.customer_key
    where date_diff('day', begun.first_order_on, orders.ordered_on) between 0 and $early_days - 1
    group by orders.customer_key
),
met as (
    select customers.customer_key, count(*) as contacts
    from scoped_interactions as contacts
    join customers on customers.customer_id = contacts.customer_id
    join begun on begun.customer_key = customers.customer_key
    where date_diff('day', begun.first_order_on, cast(contacts.occurred_at as date))
        between 0 and $early_days - 1
    group by customers.customer_key
)
select
    customers.customer_id, tiered.tier, cast(tiered.value as double) as value, tiered.rank,
    date_diff('day', begun.first_order_on, $end) as known_days,
    date_diff('day', begun.last_order_on, $end) as recency_days,
    early.orders as early_orders, early.days as early_purchase_days,
    cast(early.revenue as double) as early_revenue, cast(early.lines as integer) as early_lines,
    early.span as early_span_days, coalesce(met.contacts, 0) as early_contacts,
    customers.name, customers.region, customers.owner
from tiered_buyers as tiered
join begun on begun.customer_key = tiered.customer_key
join early on early.customer_key = tiered.customer_key
left join met on met.customer_key = tiered.customer_key
join customers on customers.customer_key = tiered.customer_key
order by customers.customer_id
