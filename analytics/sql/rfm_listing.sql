-- grain: one row per customer of one page of the list, most money first
-- parameters: those of scored_buyers and tiered_buyers (by revenue), $cells (10 * r + f),
--     $segments, $types, $skip and $rows
with
chosen as (
    select customer_key, recency_days, frequency, monetary, r, f, segment, type8
    from scored_buyers
    where array_contains($cells, 10 * r + f)
        and array_contains($segments, segment) and array_contains($types, type8)
    order by monetary desc, customer_key
    limit $rows offset $skip
),
-- ranks fall with money: those behind the last of the equals have less
equals as (
    select value as monetary, max(rank) as last_rank
    from tiered_buyers
    where value in (select monetary from chosen)
    group by value
),
counted as (
    select count(*) as customers
    from tiered_buyers
),
final as (
    select
        customers.customer_id, customers.name, customers.region, chosen.segment, chosen.type8,
        tiered.tier, chosen.r, chosen.f,
        cast(least(5, 1 + coalesce(floor(
            cast(5 * (counted.customers - equals.last_rank) as double)
                / nullif(counted.customers - 1, 0)), 0)) as integer) as m,
        chosen.recency_days, chosen.frequency, chosen.monetary
    from chosen
    join equals on equals.monetary = chosen.monetary
    join tiered_buyers as tiered on tiered.customer_key = chosen.customer_key
    join customers on customers.customer_key = chosen.customer_key
    cross join counted
)
select
    customer_id, name, region, segment, type8, tier, r, f, m, recency_days, frequency,
    cast(monetary as double) as monetary
from final
order by final.monetary desc, customer_id
