-- grain: one row per key customer gone quiet, most valuable first
-- parameters: those of quiet_key_buyers
with
final as (
    select
        customers.customer_id, customers.name, customers.region,
        cast(quiet.value as double) as value, quiet.last_order_on, quiet.recency_days,
        quiet.longest_days, quiet.value as amount
    from quiet_key_buyers as quiet
    join customers on customers.customer_key = quiet.customer_key
)
select customer_id, name, region, value, last_order_on, recency_days, longest_days
from final
order by amount desc, customer_id
