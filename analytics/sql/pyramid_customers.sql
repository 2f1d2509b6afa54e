-- grain: one row per customer with a counting order in the scope, by rank
-- parameters: those of tiered_buyers
with
final as (
    select
        customers.customer_id, cast(tiered.value as double) as value, tiered.tier, tiered.rank,
        customers.name, customers.region, tiered.orders,
        date_diff('day', tiered.last_order_on, $end) as recency_days
    from tiered_buyers as tiered
    join customers on customers.customer_key = tiered.customer_key
)
select
    customer_id, value, tier, rank, name, region, orders, recency_days
from final
order by rank
