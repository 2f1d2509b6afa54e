-- grain: one row per key customer gone quiet: silent for longer than ever before between two
--     purchase days and for more than 14 days; with a single purchase day, for more than 91
-- parameters: $end, and those of tiered_buyers
with
key_buyers as (
    select
        customer_key, value, last_order_on,
        date_diff('day', last_order_on, $end) as recency_days
    from tiered_buyers
    where tier = 'key'
),
purchase_days as (
    select orders.customer_key, orders.ordered_on
    from scoped_orders as orders
    join key_buyers on key_buyers.customer_key = orders.customer_key
    where not orders.is_return
    group by orders.customer_key, orders.ordered_on
),
pauses as (
    select
        customer_key, ordered_on,
        lag(ordered_on) over (partition by customer_key order by ordered_on) as previous_on
    from purchase_days
),
longest as (
    select
        customer_key,
        greatest(14, coalesce(max(date_diff('day', previous_on, ordered_on)), 91)) as longest_days
    from pauses
    group by customer_key
)
select
    key_buyers.customer_key, key_buyers.value, key_buyers.last_order_on,
    key_buyers.recency_days, longest.longest_days
from key_buyers
join longest on longest.customer_key = key_buyers.customer_key
where key_buyers.recency_days > longest.longest_days
