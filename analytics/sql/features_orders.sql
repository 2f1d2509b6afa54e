-- grain: one row per customer with a counting order up to $end: how often, how much, and against
--     the time before; days are those since $end, spend counts returns as negative
-- parameters: $horizon days and those of scoped_orders
with
aged as (
    select
        customer_key, amount, margin, lines, return_lines,
        date_diff('day', ordered_on, $end) as age,
        case when not is_return then date_diff('day', ordered_on, $end) end as counting_age
    from scoped_orders
    where customer_key is not null
),
bought as (
    select
        customer_key, count(counting_age) as orders,
        min(counting_age) as days_since_order,
        max(counting_age) as days_known,
        cast(sum(amount) as double) as spend, cast(sum(margin) as double) as margin,
        cast(sum(case when margin is not null then amount end) as double) as spend_of_margin,
        sum(lines) as lines, sum(return_lines) as return_lines,
        count(case when counting_age < 30 then 1 end) as orders_30,
        count(case when counting_age between 30 and 59 then 1 end) as orders_30_before,
        count(case when counting_age < 90 then 1 end) as orders_90,
        count(case when counting_age between 90 and 179 then 1 end) as orders_90_before,
        count(case when counting_age < 182 then 1 end) as orders_180,
        count(case when counting_age between 182 and 363 then 1 end) as orders_180_before,
        count(case when counting_age < 364 then 1 end) as orders_of_year,
        cast(sum(case when age < 30 then amount else 0 end) as double) as spend_30,
        cast(sum(case when age between 30 and 59 then amount else 0 end) as double)
            as spend_30_before,
        cast(sum(case when age < 90 then amount else 0 end) as double) as spend_90,
        cast(sum(case when age between 90 and 179 then amount else 0 end) as double)
            as spend_90_before,
        cast(sum(case when age < 182 then amount else 0 end) as double) as spend_180,
        cast(sum(case when age between 182 and 363 then amount else 0 end) as double)
            as spend_180_before,
        cast(sum(case when age < 364 then amount else 0 end) as double) as spend_of_year
    from aged
    group by customer_key
),
final as (
    select
        customer_key, orders, days_since_order, days_known, orders_30, orders_30_before,
        orders_90, orders_90_before, orders_180, orders_180_before, spend_30, spend_30_before,
        spend_90, spend_90_before, spend_180, spend_180_before,
        spend / nullif(cast(orders as double), 0) as average_order,
        spend_180 * orders_180_before
            / nullif(cast(spend_180_before * orders_180 as double), 0) as average_order_trend,
        margin / nullif(cast(spend_of_margin as double), 0) as margin_share,
        return_lines / nullif(cast(lines as double), 0) as return_rate,
        greatest(0, spend_of_year) * $horizon / nullif(cast(
            least(364, greatest($horizon, days_known + 1)) as double
        ), 0) as expected_revenue
    from bought
    where orders > 0
)
select
    customer_key, orders, days_since_order, days_known, orders_30, orders_30_before, orders_90,
    orders_90_before, orders_180, orders_180_before, spend_30, spend_30_before, spend_90,
    spend_90_before, spend_180, spend_180_before, average_order, average_order_trend,
    margin_share, return_rate, expected_revenue
from final
order by customer_key
