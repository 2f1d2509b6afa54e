-- grain: one row per customer known by the last day, with its state in the customer lifecycle
-- parameters: those of scoped_orders and customers_met, $horizon days; a scope without a start
--     is expected: read it as customer_states_ever under any other
-- the first that fits: no counting order, prospect · silent for more than the horizon, lapsed ·
-- silent for more than the horizon before the last purchase day, won back · one order, first
-- time · a frequency score of 4 or 5 among all buyers, loyal · else repeat
with
bought as (
    select
        customer_key, cast(sum(amount) as decimal(18, 4)) as revenue,
        count(case when not is_return then 1 end) as orders,
        min(case when not is_return then ordered_on end) as first_order_on,
        max(case when not is_return then ordered_on end) as last_order_on
    from scoped_orders
    where customer_key is not null
    group by customer_key
),
-- who bought on another day within the horizon before the last purchase day
steady as (
    select orders.customer_key
    from scoped_orders as orders
    join bought on bought.customer_key = orders.customer_key
    where not orders.is_return
        and bought.first_order_on < bought.last_order_on
        and date_diff('day', bought.last_order_on, $end) <= $horizon
        and date_diff('day', orders.ordered_on, bought.last_order_on) between 1 and $horizon
    group by orders.customer_key
),
frequencies as (
    select orders, count(*) as customers
    from bought
    where orders > 0
    group by orders
),
ranks as (
    select
        orders, sum(customers) over (order by orders) - customers as worse,
        sum(customers) over () as customers
    from frequencies
),
-- a score of 4 or 5: at least three fifths of the other customers have fewer orders
frequent as (
    select orders
    from ranks
    where 5 * worse >= 3 * (customers - 1) and customers > 1
),
met as (
    select customers_met.customer_key
    from customers_met
    left join bought on bought.customer_key = customers_met.customer_key
    where bought.customer_key is null
)
select
    bought.customer_key, bought.orders, bought.first_order_on, bought.last_order_on, bought.revenue,
    case
        when bought.orders = 0 then 'prospect'
        when date_diff('day', bought.last_order_on, $end) > $horizon then 'lapsed'
        when bought.first_order_on < bought.last_order_on and steady.customer_key is null
            then 'won_back'
        when bought.orders = 1 then 'first_time'
        when frequent.orders is not null then 'loyal'
        else 'repeat'
    end as state
from bought
left join steady on steady.customer_key = bought.customer_key
left join frequent on frequent.orders = bought.orders
union all
select customer_key, 0, null, null, 0, 'prospect'
from met
