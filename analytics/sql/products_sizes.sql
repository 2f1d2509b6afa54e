-- grain: one row per number of lines that orders have
-- parameters: those of scoped_orders
select lines, count(*) as orders
from scoped_orders
where customer_key is not null
group by lines
order by lines
