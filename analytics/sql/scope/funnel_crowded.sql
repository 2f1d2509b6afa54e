-- grain: one row per customer with so many events that all pairs of them would be too many
-- parameters: $crowded, and those of funnel_events
select customer_key
from funnel_events
where place > $crowded
group by customer_key
