-- grain: one row per customer with a counting order in the scope
-- parameters: those of scored_buyers
select
    customers.customer_id, scored.recency_days, cast(scored.frequency as integer) as frequency,
    cast(scored.monetary as double) as monetary, segment_names.segment, type_names.type8,
    customers.name, customers.region
from scored_buyers as scored
join segment_names on segment_names.cell = scored.cell
join type_names on type_names.kind = scored.kind
join customers on customers.customer_key = scored.customer_key
order by customer_id
