-- grain: one row per customer whose own region the scope keeps (contacts and deals carry none)
-- parameters: $region
select customer_id
from customers
where array_contains($region, coalesce(region, ''))
