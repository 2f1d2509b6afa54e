-- grain: one row per line loaded, with why the scope leaves it out (null: the scope keeps it)
-- parameters: $end, and those of the clauses that are present
-- the reasons mirror scoped_lines; a line with several is counted under the first
select
    customer_id, amount, excluded_by,
    case
        when excluded_by is not null then 'left_out'
        when ordered_on > $end
            or ordered_on < $start -- when start
        then 'outside_period'
        when false
            or not array_contains($region, coalesce(region, '')) -- when region_of_lines
            or not array_contains($channel, coalesce(channel, '')) -- when channel
            or not array_contains($category, coalesce(category, '')) -- when category
            or not array_contains($salesperson, coalesce(salesperson, '')) -- when salesperson
            or customer_id is null -- when customers
            or customer_id not in (select customer_id from scoped_customers) -- when customers
        then 'outside_filters'
        when false
            or not coalesce(quantity, 1) > 0 -- when exclude_returns
            or not amount > 0 -- when exclude_returns
        then 'returns_excluded'
    end as fate
from sales
