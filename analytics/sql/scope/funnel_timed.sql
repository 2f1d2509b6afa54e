-- grain: one row per customer and step of the chain chosen for the customer, with the days it took
-- parameters: those of funnel_reached
with
clocked as (
    select
        customer_key, mature, left_out, level, step, value, started_at, reached_at,
        date_diff('day', date '2000-01-01', cast(reached_at as date)) * 86400
            + hour(reached_at) * 3600 + minute(reached_at) * 60 + second(reached_at) as reached_s
    from funnel_reached
)
select
    customer_key, mature, left_out, level, step, value, started_at, reached_at,
    cast(reached_s - lag(reached_s) over steps as double) / 86400 as days,
    cast(reached_s - min(reached_s) over steps as double) / 86400 as days_from_first
from clocked
window steps as (partition by customer_key order by step)
