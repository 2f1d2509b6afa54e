-- grain: one row per customer with orders in the 364 days up to $end: how often and how much
--     lately, and as many days before; money counts returns as negative
-- parameters: those of scoped_orders; $most, those drawn alone
with
aged as (
    select
        customer_key, amount, date_diff('day', ordered_on, $end) as age,
        case when not is_return then date_diff('day', ordered_on, $end) end as counting_age
    from scoped_orders
    where customer_key is not null and ordered_on > $end - interval '364' day
        and customer_key in (select customer_key from drawn_buyers) -- when most
),
bought as (
    select
        customer_key,
        count(case when counting_age < 30 then 1 end) as orders_30,
        count(case when counting_age between 30 and 59 then 1 end) as orders_30_before,
        count(case when counting_age < 90 then 1 end) as orders_90,
        count(case when counting_age between 90 and 179 then 1 end) as orders_90_before,
        count(case when counting_age < 182 then 1 end) as orders_180,
        count(case when counting_age >= 182 then 1 end) as orders_180_before,
        sum(case when age < 30 then amount else 0 end) as spend_30,
        sum(case when age between 30 and 59 then amount else 0 end) as spend_30_before,
        sum(case when age < 90 then amount else 0 end) as spend_90,
        sum(case when age between 90 and 179 then amount else 0 end) as spend_90_before,
        sum(case when age < 182 then amount else 0 end) as spend_180,
        sum(amount) as spend_of_year
    from aged
    group by customer_key
),
final as (
    select
        customer_key, orders_30, orders_30_before, orders_90, orders_90_before, orders_180,
        orders_180_before, cast(spend_30 as double) as spend_30,
        cast(spend_30_before as double) as spend_30_before, cast(spend_90 as double) as spend_90,
        cast(spend_90_before as double) as spend_90_before,
        cast(spend_180 as double) as spend_180,
        cast(spend_of_year - spend_180 as double) as spend_180_before,
        cast(spend_180 as double) * orders_180_before / nullif(
            cast(spend_of_year - spend_180 as double) * cast(orders_180 as double), 0
        ) as average_order_trend,
        cast(spend_of_year as double) as spend_of_year
    from bought
)
select
    customer_key, orders_30, orders_30_before, orders_90, orders_90_before, orders_180,
    orders_180_before, spend_30, spend_30_before, spend_90, spend_90_before, spend_180,
    spend_180_before, average_order_trend, spend_of_year
from final
order by customer_key
