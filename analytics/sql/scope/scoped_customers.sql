-- grain: one row per known customer that the scope keeps
-- parameters: those of the clauses that are present
select
    customer_key, customer_id, name, type, region, owner, email, phone, do_not_contact,
    customer_since, contract_ends_on, first_order_on, last_order_on
from customers
where true
    and array_contains($customer_type, coalesce(type, '')) -- when customer_type
    and array_contains($region, coalesce(region, '')) -- when region_of_customers
