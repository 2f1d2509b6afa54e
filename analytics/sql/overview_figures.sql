-- grain: one row per period and bucket of days that has lines; a scope without a start is expected
-- parameters: those of compared_periods, $step days in a bucket, 0 = calendar months
-- an order belongs to its first day, money to the day of its line
with
days as (
    select
        ordered_on,
        sum(amount) as revenue,
        sum(case when customer_id is not null then amount else 0 end) as named_revenue,
        sum(case when quantity < 0 or amount < 0 then abs(amount) else 0 end) as returned,
        sum(case when quantity < 0 or amount < 0 then 0 else amount end) as sold,
        sum(amount - cost) as margin,
        sum(case when cost is not null then amount end) as revenue_of_known_cost
    from scoped_lines
    where ordered_on between $now_start and $now_end
        or ordered_on between $previous_start and $previous_end
        or ordered_on between $year_start and $year_end
    group by ordered_on
),
calendar as (
    select
        periods.period, days.ordered_on, days.revenue, days.named_revenue, days.returned,
        days.sold, days.margin, days.revenue_of_known_cost,
        case
            when $step = 0
                then year(days.ordered_on) * 12 + month(days.ordered_on)
                    - year(periods.first_day) * 12 - month(periods.first_day)
            else floor(
                date_diff('day', periods.first_day, days.ordered_on)
                / nullif(cast($step as double), 0)
            )
        end as bucket
    from days
    inner join compared_periods as periods on days.ordered_on between periods.first_day and periods.last_day
),
money as (
    select
        period, bucket, sum(revenue) as revenue, sum(named_revenue) as named_revenue,
        sum(returned) as returned, sum(sold) as sold, sum(margin) as margin,
        sum(revenue_of_known_cost) as revenue_of_known_cost
    from calendar
    group by period, bucket
),
buyers as (
    select
        calendar.period, calendar.bucket, orders.customer_key, count(*) as orders,
        min(orders.ordered_on) as first_in_bucket
    from scoped_orders as orders
    inner join calendar on calendar.ordered_on = orders.ordered_on
    where orders.customer_key is not null and not orders.is_return
    group by calendar.period, calendar.bucket, orders.customer_key
),
people as (
    select
        buyers.period, buyers.bucket, count(*) as active_customers, sum(buyers.orders) as orders,
        sum(case when first_orders.first_order_on = buyers.first_in_bucket then 1 else 0 end)
            as new_customers,
        sum(case
            when buyers.orders > 1 or first_orders.first_order_on < buyers.first_in_bucket then 1
            else 0
        end) as repeat_customers
    from buyers
    inner join first_orders on first_orders.customer_key = buyers.customer_key
    group by buyers.period, buyers.bucket
),
final as (
    select
        money.period, money.bucket,
        cast(money.revenue as double) as revenue,
        coalesce(people.active_customers, 0) as active_customers,
        cast(coalesce(people.orders, 0) as bigint) as orders,
        cast(money.named_revenue as double) / nullif(people.orders, 0) as average_order,
        cast(coalesce(people.new_customers, 0) as bigint) as new_customers,
        cast(people.repeat_customers as double) / nullif(people.active_customers, 0)
            as repeat_rate,
        cast(money.returned as double) / nullif(cast(money.sold as double), 0) as returned_share,
        cast(money.margin as double) / nullif(cast(money.revenue_of_known_cost as double), 0)
            as margin_rate,
        cast(money.margin as double) as margin
    from money
    left join people on people.period = money.period and people.bucket = money.bucket
)
select
    period, bucket, revenue, active_customers, orders, average_order, new_customers, repeat_rate,
    returned_share, margin_rate, margin
from final
order by period, bucket
