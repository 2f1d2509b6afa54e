-- grain: one row per tier, the most valuable first; a tier without customers has a row too
-- parameters: those of tiered_buyers
with
tiers as (
    select tier, place
    from (values ('key', 1), ('secondary', 2), ('ordinary', 3), ('small', 4)) as t (tier, place)
),
tiered as (
    select
        customer_key, tier, value, orders, date_diff('day', last_order_on, $end) as recency_days
    from tiered_buyers
),
quiet as (
    select count(*) as customers, sum(value) as value
    from quiet_key_buyers
),
totals as (
    select count(*) as customers, sum(value) as value
    from tiered
),
summed as (
    select
        tier, count(*) as customers, sum(value) as value, min(value) as threshold,
        median(cast(orders as double)) as median_orders,
        median(cast(recency_days as double)) as median_recency_days
    from tiered
    group by tier
),
final as (
    select
        tiers.tier, tiers.place, coalesce(summed.customers, 0) as customers,
        cast(summed.customers as double) / nullif(totals.customers, 0) as customer_share,
        cast(coalesce(summed.value, 0) as double) as value,
        cast(summed.value as double)
            / nullif(cast(greatest(totals.value, 0) as double), 0) as value_share,
        cast(summed.value as double) / nullif(summed.customers, 0) as average,
        cast(summed.threshold as double) as threshold,
        summed.median_orders, summed.median_recency_days,
        case when tiers.tier = 'key' then quiet.customers end as quiet,
        case when tiers.tier = 'key' then cast(coalesce(quiet.value, 0) as double) end
            as quiet_value
    from tiers
    left join summed on summed.tier = tiers.tier
    cross join totals
    cross join quiet
)
select
    tier, customers, customer_share, value, value_share, average, threshold, median_orders,
    median_recency_days, quiet, quiet_value
from final
order by place
