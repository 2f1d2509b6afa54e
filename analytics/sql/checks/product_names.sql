-- grain: one row per product name, as the file writes it, and table it stands in; and the list
-- lines that end in `-- when corrected` are there once names have been corrected
with
named as (
    select
        'sales' as source,
        coalesce(
            named_product, -- when corrected
            product
        ) as product,
        amount
    from sales
    where excluded_by is null or excluded_by <> 'overlap'
    union all
    select
        'deals',
        coalesce(
            named_product, -- when corrected
            product
        ),
        value
    from deals
    where excluded_by is null or excluded_by not in ('overlap', 'superseded')
    union all
    select 'products', product, null from products where excluded_by is null
)
select source, product, count(*) as lines, cast(sum(amount) as double) as amount
from named
where product is not null
group by source, product
order by source, product
