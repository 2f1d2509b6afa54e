-- grain: one row per part of the change of revenue
-- parameters: those of bridged_customers
with
final as (
    select
        part, count(customer_id) as customers, cast(sum(money_before) as double) as before,
        cast(sum(money_now) as double) as now,
        cast(sum(money_now - money_before) as double) as change
    from bridged_customers
    group by part
)
select part, customers, before, now, change
from final
order by part
