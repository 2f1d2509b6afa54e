-- grain: one row per contact or event up to the end of the as_of day
-- parameters: $as_of, and those of the clauses that are present
-- the period is not applied here: a funnel needs what follows the entries of its period
select
    customer_id, occurred_at, kind, stage, deal_id, owner, channel, value, score, note, row_no
from interactions
where excluded_by is null
    and occurred_at < cast($as_of as date) + interval '1' day
    and array_contains($channel, coalesce(channel, '')) -- when channel
    and array_contains($salesperson, coalesce(owner, '')) -- when salesperson
    and customer_id in (select customer_id from scoped_customers) -- when customers
    and customer_id in (select customer_id from customers_of_region) -- when region
