-- grain: one row per customer with a counting order in the scope
-- parameters: those of scored_buyers with money; weights: $w_r, $w_f, $w_m
with
final as (
    select
        customers.customer_key, customers.customer_id, scored.recency_days, scored.frequency,
        cast(scored.monetary as double) as monetary, scored.r, scored.f, scored.m,
        cast($w_r * scored.r + $w_f * scored.f + $w_m * scored.m as double) -- when weights
            / nullif($w_r + $w_f + $w_m, 0) as score, -- when weights
        cast(least(5, 1 + floor( -- when weights
            cast(5 * ($w_r * (scored.r - 1) + $w_f * (scored.f - 1) + $w_m * (scored.m - 1)) as double) -- when weights
                / nullif(4 * ($w_r + $w_f + $w_m), 0))) as integer) as band, -- when weights
        segment_names.segment, type_names.type8, customers.name, customers.region
    from scored_buyers as scored
    join segment_names on segment_names.cell = scored.cell
    join type_names on type_names.kind = scored.kind
    join customers on customers.customer_key = scored.customer_key
)
select
    customer_id, recency_days, frequency, monetary, r, f, m, segment, type8, name, region
    , score, band -- when weights
from final
order by customer_key
