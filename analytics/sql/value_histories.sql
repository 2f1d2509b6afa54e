-- grain: one row per customer with a counting order up to the end: what the value model knows
-- parameters: those of scoped_orders, $by ("revenue" or "margin")
-- orders of one day are one purchase; money is that of counting orders
with
days as (
    select
        customer_key, ordered_on,
        sum(case when $by = 'margin' then margin else amount end) as money
    from scoped_orders
    where customer_key is not null and not is_return
    group by customer_key, ordered_on
),
spans as (
    select
        customer_key, count(*) - 1 as x, min(ordered_on) as first_on, max(ordered_on) as last_on,
        sum(money) as money
    from days
    group by customer_key
),
final as (
    select
        customers.customer_id, spans.x,
        date_diff('day', spans.first_on, spans.last_on) as t_x_days,
        date_diff('day', spans.first_on, $end) as t_days,
        cast(spans.money - days.money as double) / nullif(spans.x, 0) as m
    from spans
    join days on days.customer_key = spans.customer_key and days.ordered_on = spans.first_on
    join customers on customers.customer_key = spans.customer_key
)
select customer_id, x, t_x_days, t_days, m
from final
order by customer_id
