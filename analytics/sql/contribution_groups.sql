-- grain: one row per value of a dimension with lines in either period
-- parameters: $by 'region', 'channel', 'category', 'salesperson' or 'customer_type'; $now_start,
--     $now_end, $before_start, $before_end; a scope without a start is expected
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
        case when ordered_on between $before_start and $before_end then amount else 0 end
            as money_before,
        case when ordered_on between $now_start and $now_end then amount else 0 end as money_now
    from scoped_lines
    where ordered_on between $before_start and $before_end
        or ordered_on between $now_start and $now_end
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
