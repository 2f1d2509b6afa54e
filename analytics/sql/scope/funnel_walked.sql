-- grain: one row per event along which chains are looked for, one event after the other
-- parameters: $crowded, and those of funnel_events
-- in the usual order only where a customer has so many that all pairs of them would be too many
select *
from funnel_events
where customer_key in (select customer_key from funnel_events where place > $crowded) -- when soonest
