-- one row: whether any order has lines on several days
select coalesce(bool_or(last_line_on > ordered_on), false) as orders_over_days from whole_orders
