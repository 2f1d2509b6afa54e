-- grain: one row per kind of data and what became of its rows loaded, and one for all of a kind
with
loaded as (
    select 'sales' as kind, excluded_by, customer_id, amount from sales
    union all
    select 'interactions', excluded_by, customer_id, null from interactions
    union all
    select 'customers', excluded_by, customer_id, null from attributes
    union all
    select 'deals', excluded_by, customer_id, value from deals
    union all
    select 'products', excluded_by, null, null from products
),
fates as (
    select
        kind, coalesce(excluded_by, 'counted') as part, customer_id, count(*) as lines,
        sum(amount) as amount
    from loaded
    group by kind, coalesce(excluded_by, 'counted'), customer_id
),
parts as (
    select
        kind, part, sum(lines) as lines, count(distinct customer_id) as customers,
        sum(amount) as amount
    from fates
    group by kind, part
    union all
    select kind, 'total', sum(lines), count(distinct customer_id), sum(amount)
    from fates
    group by kind
)
select
    kind, part, cast(lines as bigint) as lines, customers, cast(amount as double) as amount
from parts
order by kind, lines desc, part
