-- one row: how many lines of named customers name a product, and how many a category
-- parameters: those of scoped_lines
with
final as (
    select count(product) as products, count(category) as categories
    from scoped_lines
    where customer_id is not null
)
select products, categories
from final
order by products
