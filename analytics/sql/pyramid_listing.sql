-- grain: one row per customer of one page of the list, by rank
-- parameters: those of tiered_buyers, $tiers, $skip and $rows
with
chosen as (
    select customer_key, rank, tier, value, orders, last_order_on
    from tiered_buyers
    where array_contains($tiers, tier)
    order by rank
    limit $rows offset $skip
),
final as (
    select
        chosen.rank, customers.customer_id, customers.name, customers.region, chosen.tier,
        cast(chosen.value as double) as value, chosen.orders, chosen.last_order_on,
        date_diff('day', chosen.last_order_on, $end) as recency_days
    from chosen
    join customers on customers.customer_key = chosen.customer_key
)
select rank, customer_id, name, region, tier, value, orders, last_order_on, recency_days
from final
order by rank
