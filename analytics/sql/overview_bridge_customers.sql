-- grain: one row per customer of one part of the change of revenue, the largest change first
-- parameters: $part, $top rows, those of bridged_customers
with
final as (
    select
        customers.customer_id, customers.name, customers.region,
        cast(bridged.money_before as double) as before, cast(bridged.money_now as double) as now,
        cast(bridged.money_now - bridged.money_before as double) as change,
        abs(bridged.money_now - bridged.money_before) as size
    from bridged_customers as bridged
    inner join customers on customers.customer_id = bridged.customer_id
    where bridged.part = $part
)
select customer_id, name, region, before, now, change
from final
order by size desc, customer_id
limit $top
