-- one row: whether any order has lines on several days
select count(*) > 0 as orders_over_days
from (
    select customer_id, order_id
    from order_days
    where order_id is not null
    group by customer_id, order_id
    having count(*) > 1
    limit 1
) as several
