-- grain: one row per customer of one page of the list, most money first
-- parameters: those of scored_buyers and tiered_buyers (by revenue), $skip and $rows; where a
--     choice is narrower than all, $segments, $types, $cells (10 * r + f)
with
chosen as (
    select customer_key, recency_days, frequency, monetary, r, f, cell, kind
    from scored_buyers
    where true
        and cell in (select cell from segment_names where array_contains($segments, segment)) -- when segments
        and kind in (select kind from type_names where array_contains($types, type8)) -- when types
        and array_contains($cells, cell) -- when cells
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
    select max(rank) as customers
    from tiered_buyers
),
final as (
    select
        customers.customer_id, customers.name, customers.region, segment_names.segment,
        type_names.type8,
        tiered.tier, chosen.r, chosen.f,
        cast(least(5, 1 + coalesce(floor(
            cast(5 * (counted.customers - equals.last_rank) as double)
                / nullif(counted.customers - 1, 0)), 0)) as integer) as m,
        chosen.recency_days, chosen.frequency, chosen.monetary
    from chosen
    join segment_names on segment_names.cell = chosen.cell
    join type_names on type_names.kind = chosen.kind
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
