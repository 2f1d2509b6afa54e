-- grain: one row per customer with lines in either period, and one for lines without a customer
-- parameters: $now_start, $now_end, $before_start, $before_end; a scope without a start is expected
-- a customer is in a period by a counting order in it, with all money of the period's lines
with
bought as (
    select
        customer_key,
        sum(case when ordered_on between $before_start and $before_end then 1 else 0 end)
            as orders_before,
        sum(case when ordered_on between $now_start and $now_end then 1 else 0 end) as orders_now
    from scoped_orders
    where customer_key is not null and not is_return
        and (
            ordered_on between $before_start and $before_end
            or ordered_on between $now_start and $now_end
        )
    group by customer_key
),
people as (
    select
        scoped_customers.customer_id, first_orders.first_order_on, bought.orders_before,
        bought.orders_now
    from bought
    inner join first_orders on first_orders.customer_key = bought.customer_key
    inner join scoped_customers on scoped_customers.customer_key = bought.customer_key
)
select
    money.customer_id, money.money_before, money.money_now,
    case
        when money.customer_id is null then 'no_customer'
        when coalesce(people.orders_before, 0) = 0 and coalesce(people.orders_now, 0) = 0
            then 'no_order'
        when people.orders_now = 0 then 'lost'
        when people.first_order_on >= $now_start then 'new'
        when people.orders_before = 0 then 'returned'
        when money.money_now > money.money_before then 'grew'
        when money.money_now < money.money_before then 'shrank'
        else 'unchanged'
    end as part
from compared_money as money
left join people on people.customer_id = money.customer_id
