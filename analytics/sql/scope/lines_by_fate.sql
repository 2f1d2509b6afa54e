-- grain: one row per line loaded, with why the scope leaves it out (null: the scope keeps it)
-- parameters: $end, and those of the clauses that are present
-- the reasons mirror scoped_lines; a line with several is counted under the first
select
    sales.customer_id, sales.amount, sales.excluded_by,
    case
        when sales.excluded_by is not null then 'left_out'
        when sales.ordered_on > $end
            or sales.ordered_on < $start -- when start
        then 'outside_period'
        when false
            or not array_contains($region, coalesce(sales.region, '')) -- when region_of_lines
            or not array_contains($channel, coalesce(sales.channel, '')) -- when channel
            or not array_contains($category, coalesce(sales.category, '')) -- when category
            or not array_contains($salesperson, coalesce(sales.salesperson, '')) -- when salesperson
            or kept.customer_id is null -- when customers
        then 'outside_filters'
        when false
            or not coalesce(sales.quantity, 1) > 0 -- when exclude_returns
            or not sales.amount > 0 -- when exclude_returns
        then 'returns_excluded'
    end as fate
from sales
left join scoped_customers as kept on kept.customer_id = sales.customer_id -- when customers
