-- grain: one row per customer of one page of the list, most money first
-- parameters: those of scored_buyers with money and of tiered_buyers (by revenue), $skip and
--     $rows; weights: $w_r, $w_f, $w_m; where a choice is narrower than all, $segments, $types,
--     $cells (10 * r + f), $money_cells (10 * r + m), $triples (100 * r + 10 * f + m)
with
chosen as (
    select customer_key, recency_days, frequency, monetary, r, f, m, cell, kind
    from scored_buyers
    where true
        and cell in (select cell from segment_names where array_contains($segments, segment)) -- when segments
        and kind in (select kind from type_names where array_contains($types, type8)) -- when types
        and array_contains($cells, cell) -- when cells
        and array_contains($money_cells, 10 * r + m) -- when money_cells
        and array_contains($triples, 10 * cell + m) -- when triples
    order by monetary desc, customer_key
    limit $rows offset $skip
),
final as (
    select
        customers.customer_id, customers.name, customers.region, segment_names.segment,
        type_names.type8,
        tiered.tier, chosen.r, chosen.f, chosen.m,
        cast($w_r * chosen.r + $w_f * chosen.f + $w_m * chosen.m as double) -- when weights
            / nullif($w_r + $w_f + $w_m, 0) as score, -- when weights
        chosen.recency_days, chosen.frequency, chosen.monetary
    from chosen
    join segment_names on segment_names.cell = chosen.cell
    join type_names on type_names.kind = chosen.kind
    join tiered_buyers as tiered on tiered.customer_key = chosen.customer_key
    join customers on customers.customer_key = chosen.customer_key
)
select
    customer_id, name, region, segment, type8, tier, r, f, m,
    score, -- when weights
    recency_days, frequency,
    cast(monetary as double) as monetary
from final
order by final.monetary desc, customer_id
