-- grain: one row per filter and value the data has; an empty value means "not given"
create table dimensions as
with
counted as (
    select 'region' as name, cast(region as varchar) as value, count(*) as lines
    from sales where excluded_by is null group by region
    union all
    select 'channel', cast(channel as varchar), count(*)
    from sales where excluded_by is null group by channel
    union all
    select 'category', cast(category as varchar), count(*)
    from sales where excluded_by is null group by category
    union all
    select 'salesperson', cast(salesperson as varchar), count(*)
    from sales where excluded_by is null group by salesperson
    union all
    select 'customer_type', type, count(*) from customers group by type
    union all
    select 'region_of_customers', region, count(*) from customers group by region
),
named as (
    select name from counted where value is not null group by name
)
select counted.name, coalesce(counted.value, '') as value, counted.lines
from counted
join named on named.name = counted.name
where counted.name <> 'region_of_customers'
    or not exists (select 1 from named as lines where lines.name = 'region')
order by counted.name, counted.lines desc, value
