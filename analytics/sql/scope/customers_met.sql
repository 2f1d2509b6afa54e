-- grain: one row per customer known by as_of otherwise than by orders: by a contact, a deal, or
--     the customer file, which carries no dates and counts as known from the beginning
-- parameters: those of scoped_interactions and scoped_deals
select customer_key
from scoped_customers
where (
    customer_id in (select customer_id from scoped_interactions)
    or customer_id in (select customer_id from scoped_deals)
    or customer_id in (select customer_id from attributes where excluded_by is null)
    and array_contains($salesperson, coalesce(owner, '')) -- when salesperson
)
and customer_id in (select customer_id from customers_of_region) -- when region
