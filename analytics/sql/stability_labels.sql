-- grain: one row per customer with a counting order: values and places in both maps, as numbers
-- parameters: those of scored_buyers
select
    customer_key, recency_days, cast(frequency as integer) as frequency,
    cast(monetary as double) as monetary, r, f, kind
from scored_buyers
order by customer_key
