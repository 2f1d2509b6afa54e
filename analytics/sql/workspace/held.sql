-- grain: one row per kind of file: rows its loads say they loaded, and rows there are of them
with
came as (
    select kind, sum(rows_loaded) as loaded
    from loads
    group by kind
),
held as (
    select 'sales' as kind, count(*) as lines from sales
    union all
    select 'interactions', count(*) from interactions
    union all
    select 'deals', count(*) from deals
    union all
    select 'customers', count(*) from attributes
    union all
    select 'products', count(*) from products
)
select came.kind, cast(came.loaded as bigint) as loaded, held.lines
from came
inner join held on held.kind = came.kind
order by came.kind
