-- grain: one row per opportunity known by as_of
-- parameters: $as_of, and those of the clauses that are present
select
    deal_id, customer_id, stage, owner, product, value, opened_on, closed_on, reason, channel
from deals
where excluded_by is null
    and (opened_on is null or opened_on <= $as_of)
    and array_contains($channel, coalesce(channel, '')) -- when channel
    and array_contains($salesperson, coalesce(owner, '')) -- when salesperson
    and customer_id in (select customer_id from scoped_customers) -- when customers
    and customer_id in (select customer_id from customers_of_region) -- when region
