-- grain: one row per order of a customer; every order of this file lies on one day
create temp view whole_orders as
select
    customer_id, ordered_on, amount, margin,
    amount < 0 or (amount = 0 and return_lines > 0) as is_return
from order_days
