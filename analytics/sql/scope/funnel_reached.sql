-- grain: one row per customer and step of the chain chosen for the customer
-- parameters: those of funnel_taken and funnel_left_out
-- left_out: 1 where something excluded happened on the way
select
    customers.customer_id, taken.customer_key, taken.mature, taken.level, taken.step, taken.value,
    taken.started_at, taken.reached_at,
    0
        + case when gone.customer_key is not null then 1 else 0 end -- when excluded
        as left_out
from funnel_taken as taken
join customers on customers.customer_key = taken.customer_key
left join funnel_left_out as gone on gone.customer_key = taken.customer_key -- when excluded
