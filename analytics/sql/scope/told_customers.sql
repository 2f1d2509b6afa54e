-- grain: one row per customer of the customer file: what it says, whatever was bought
-- parameters: none
select
    customer_id, max(type) as type, max(region) as region, max(owner) as owner
from attributes
where excluded_by is null
group by customer_id
