-- grain: one row per customer with a counting order: its place on one of the maps
-- parameters: those of scored_buyers and tiered_buyers, $map ("segment", "type8" or "tier")
select
    scored.customer_key, segment_names.segment as place, scored.monetary as revenue,
    cast($end - scored.recency_days * interval '1' day as date) as last_order_on
from scored_buyers as scored
join segment_names on segment_names.cell = scored.cell
where $map = 'segment'
union all
select
    scored.customer_key, type_names.type8, scored.monetary,
    cast($end - scored.recency_days * interval '1' day as date)
from scored_buyers as scored
join type_names on type_names.kind = scored.kind
where $map = 'type8'
union all
select customer_key, tier, value, last_order_on
from tiered_buyers
where $map = 'tier'
