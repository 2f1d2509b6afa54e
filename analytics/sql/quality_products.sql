-- grain: one row per product name and table it stands in, or list
select 'sales' as source, product, count(*) as lines, cast(sum(amount) as double) as amount
from scoped_lines
where product is not null
group by product
union all
select 'deals', product, count(*), cast(sum(value) as double)
from scoped_deals
where product is not null
group by product
union all
select 'products', product, count(*), cast(null as double)
from products
where excluded_by is null
group by product
order by source, product
