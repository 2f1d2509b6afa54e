-- grain: one row per customer who ever bought by the later day, with its places at both days
-- parameters: those of placed_buyers, at both days
-- not_yet: no counting order so far · inactive: none in the period that ends on the day
select
    coalesce(
        now.customer_key, earlier.customer_key
        , known.customer_key -- when start
    ) as customer_key,
    coalesce(
        earlier.place,
        case when known.first_order_on <= $end_before then 'inactive' end, -- when start
        'not_yet'
    ) as moved_from,
    coalesce(now.place, 'inactive') as moved_to,
    coalesce(now.last_order_on, earlier.last_order_on) as last_order_on,
    coalesce(earlier.revenue, 0) as revenue_then, coalesce(now.revenue, 0) as revenue
from placed_buyers as now
full join placed_buyers_before as earlier on earlier.customer_key = now.customer_key
full join first_orders_ever as known -- when start
    on known.customer_key = coalesce(now.customer_key, earlier.customer_key) -- when start
where true
    and (coalesce(now.customer_key, earlier.customer_key) is not null or known.first_order_on <= $end) -- when start
