-- grain: one row per person who looks after customers, most customers first
select owner, count(*) as customers
from scoped_customers
where owner is not null
group by owner
order by customers desc, owner
