-- grain: one row per event of a customer with so many that all pairs of them would be too many
-- parameters: $crowded, and those of funnel_events
select customer_key, place, stage, occurred_at
from funnel_events
where customer_key in (select customer_key from funnel_events where place > $crowded)
