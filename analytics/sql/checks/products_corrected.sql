-- grain: one row per table with rows under a corrected product name
select source
from (
    (select 'sales' as source from sales where named_product is not null limit 1)
    union all
    (select 'deals' from deals where named_product is not null limit 1)
) as found
order by source
