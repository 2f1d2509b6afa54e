-- grain: one row per name asked for that a product has, not corrected into another
-- parameters: $ids
with
known as (
    select product from sales where list_contains($ids, product)
    union
    select product from deals where list_contains($ids, product)
    union
    select product from products where list_contains($ids, product)
)
select product
from known
where product not in (select product from corrections)
order by product
