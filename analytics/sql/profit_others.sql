-- one row: what contacts with people who are no customers of the analysis cost
-- parameters: those of scoped_buyers and served_customers
select
    count(*) as people, cast(coalesce(sum(crm_cost), 0) as double) as crm_cost
from served_customers
where customer_key not in (select customer_key from scoped_buyers)
order by people
