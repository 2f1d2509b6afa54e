-- grain: one row per customer with a counting order in the scope, its segment and type as numbers:
--     `scoring.words` names them, as sorting two texts of every customer costs as much as the scores
-- parameters: those of scored_buyers with money and names; weights: $w_r, $w_f, $w_m
with
final as (
    select
        scored.customer_key, scored.customer_id, scored.recency_days, scored.frequency,
        cast(scored.monetary as double) as monetary, scored.r, scored.f, scored.m,
        cast($w_r * scored.r + $w_f * scored.f + $w_m * scored.m as double) -- when weights
            / nullif($w_r + $w_f + $w_m, 0) as score, -- when weights
        cast(least(5, 1 + floor( -- when weights
            cast(5 * ($w_r * (scored.r - 1) + $w_f * (scored.f - 1) + $w_m * (scored.m - 1)) as double) -- when weights
                / nullif(4 * ($w_r + $w_f + $w_m), 0))) as integer) as band, -- when weights
        scored.cell, scored.kind, scored.name, scored.region
    from scored_buyers as scored
)
select
    customer_id, recency_days, frequency, monetary, r, f, m, cell, kind, name, region
    , score, band -- when weights
from final
order by customer_key
