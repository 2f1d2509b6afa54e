-- grain: one row per customer with a counting order up to the end: what the value model knows
-- parameters: those of scoped_orders, $by ("revenue" or "margin"); $most, those drawn alone, with
--     of how many; $customer_id, this one alone
-- orders of one day are one purchase; money is that of counting orders
with
days as (
    select
        customer_key, ordered_on,
        sum(case when $by = 'margin' then margin else amount end) as money
    from scoped_orders
    where customer_key is not null and not is_return
        and customer_key in (select customer_key from drawn_buyers) -- when most
        and customer_key in ( -- when customer_id
            select customer_key from customers where customer_id = $customer_id -- when customer_id
        ) -- when customer_id
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
        drawn_buyers.of_customers, -- when most
        cast(spans.money - days.money as double) / nullif(spans.x, 0) as m
    from spans
    join days on days.customer_key = spans.customer_key and days.ordered_on = spans.first_on
    join customers on customers.customer_key = spans.customer_key
    join drawn_buyers on drawn_buyers.customer_key = spans.customer_key -- when most
)
select
    customer_id, x, t_x_days, t_days,
    of_customers, -- when most
    m
from final
order by customer_id
