-- grain: one row per value of a dimension with lines in either period
-- parameters: $by 'region', 'channel', 'category', 'salesperson' or 'customer_type'; those of
--     compared_lines
with
-- a customer is looked up only where the line may not say it
lines as (
    select
        case when $by in ('region', 'customer_type') then customer_id end as customer_id,
        case
            when $by = 'region' then cast(region as varchar)
            when $by = 'channel' then cast(channel as varchar)
            when $by = 'category' then cast(category as varchar)
            when $by = 'salesperson' then cast(salesperson as varchar)
        end as label,
        money_before, money_now
    from compared_lines
),
moved as (
    select
        customer_id, label, sum(money_before) as money_before, sum(money_now) as money_now
    from lines
    group by customer_id, label
),
labelled as (
    select
        case
            when $by = 'region' then coalesce(moved.label, cast(customers.region as varchar))
            when $by = 'customer_type' then cast(customers.type as varchar)
            else moved.label
        end as label,
        moved.money_before, moved.money_now
    from moved
    left join customers on customers.customer_id = moved.customer_id
),
final as (
    select
        label, cast(sum(money_before) as double) as before, cast(sum(money_now) as double) as now,
        cast(sum(money_now - money_before) as double) as change
    from labelled
    group by label
)
select label, before, now, change
from final
order by abs(change) desc, label nulls last
