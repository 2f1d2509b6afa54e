-- grain: one row per customer, order and day; every order of this file lies on one day
create temp view order_days as
select customer_id, order_id, ordered_on, amount, margin, lines, return_lines from whole_orders
