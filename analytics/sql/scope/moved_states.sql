-- grain: one row per customer known by the later day, with its states at both days
-- parameters: those of customer_states, at both days; one $horizon for both
select
    coalesce(now.customer_key, earlier.customer_key) as customer_key,
    coalesce(earlier.state, 'not_known') as moved_from,
    coalesce(now.state, 'not_known') as moved_to,
    now.orders, coalesce(now.last_order_on, earlier.last_order_on) as last_order_on,
    coalesce(earlier.revenue, 0) as revenue_then, coalesce(now.revenue, 0) as revenue
from customer_states as now
full join customer_states_before as earlier on earlier.customer_key = now.customer_key
