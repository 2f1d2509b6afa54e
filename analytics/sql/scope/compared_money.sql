-- grain: one row per customer with lines in either of two periods, and one for lines without a
--     customer
-- parameters: those of compared_lines
select customer_id, sum(money_before) as money_before, sum(money_now) as money_now
from compared_lines
group by customer_id
