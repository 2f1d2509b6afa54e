-- grain: one row per order line that the scope keeps
-- parameters: $end, and those of the clauses that are present
select
    customer_id, ordered_on, ordered_at, order_id, product, category, quantity, amount, cost,
    channel, region, salesperson, discount, customer_name, customer_type, returned
from sales
where excluded_by is null
    and ordered_on <= $end
    and ordered_on >= $start -- when start
    and coalesce(quantity, 1) > 0 and amount > 0 -- when exclude_returns
    and array_contains($region, coalesce(region, '')) -- when region_of_lines
    and array_contains($channel, coalesce(channel, '')) -- when channel
    and array_contains($category, coalesce(category, '')) -- when category
    and array_contains($salesperson, coalesce(salesperson, '')) -- when salesperson
    and customer_id in (select customer_id from scoped_customers) -- when customers
