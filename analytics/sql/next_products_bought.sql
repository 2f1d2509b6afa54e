-- grain: one row per customer and product they bought, of every $every-th customer
-- parameters: those of scoped_lines_ever, $every
with
final as (
    select customers.customer_key, lines.product, min(lines.ordered_on) as first_on
    from scoped_lines_ever as lines
    join customers on customers.customer_id = lines.customer_id
    where mod(customers.customer_key, $every) = 0 and lines.product is not null
        and coalesce(lines.quantity, 1) > 0 and coalesce(lines.amount, 0) >= 0
    group by customers.customer_key, lines.product
)
select customer_key, cast(product as varchar) as product, first_on
from final
order by customer_key, final.product
