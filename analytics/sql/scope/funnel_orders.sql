-- grain: one row per one of the first three counting orders of a customer, by as_of
-- parameters: those of scoped_orders_ever
-- an order has a day and no time: it comes at the end of its day, after the contacts of that day
with
numbered as (
    select
        customer_key, ordered_on, amount,
        row_number() over (partition by customer_key order by ordered_on, order_key) as number
    from scoped_orders_ever
    where customer_key is not null and not is_return
)
select
    customer_key, cast(ordered_on as timestamp) + interval '86399' second as occurred_at,
    case number when 1 then 'order 1' when 2 then 'order 2' else 'order 3' end as name,
    amount as value, number as row_no
from numbered
where number <= 3
