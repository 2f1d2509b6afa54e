-- grain: one row per kind of rows that name customers, and table they are looked for in
with
bought as (
    select
        scoped_customers.customer_id, sum(scoped_orders.lines) as lines,
        cast(sum(scoped_orders.amount) as double) as amount
    from scoped_orders
    inner join scoped_customers on scoped_customers.customer_key = scoped_orders.customer_key
    group by scoped_customers.customer_id
),
contacted as (
    select customer_id, coalesce(kind, '') as kind, count(*) as lines
    from scoped_interactions
    where customer_id is not null
    group by customer_id, coalesce(kind, '')
),
dealt as (
    select customer_id, count(*) as lines, cast(sum(value) as double) as amount
    from scoped_deals
    where customer_id is not null
    group by customer_id
),
described as (
    select customer_id, count(*) as lines
    from attributes
    where excluded_by is null and customer_id is not null
    group by customer_id
),
found as (
    select 'sales' as target, customer_id from bought
    union all
    select 'interactions', customer_id from contacted group by customer_id
    union all
    select 'deals', customer_id from dealt
    union all
    select 'customers', customer_id from described
),
looked_for as (
    select
        'interactions' as source, kind, 'sales' as target, customer_id, lines,
        cast(null as double) as amount
    from contacted
    union all
    select 'deals', '', 'sales', customer_id, lines, amount from dealt
    union all
    select 'customers', '', 'sales', customer_id, lines, cast(null as double) from described
    union all
    select 'sales', '', targets.target, bought.customer_id, bought.lines, bought.amount
    from bought
    cross join (values ('interactions'), ('deals'), ('customers')) as targets (target)
)
select
    looked_for.source, looked_for.kind, looked_for.target, count(*) as customers,
    cast(sum(case when found.customer_id is null then 0 else 1 end) as bigint) as found,
    cast(sum(case when found.customer_id is null then looked_for.lines else 0 end) as bigint)
        as missing_lines,
    sum(case when found.customer_id is null then looked_for.amount end) as missing_amount
from looked_for
inner join (select target from found group by target) as loaded
    on loaded.target = looked_for.target
left join found
    on found.target = looked_for.target and found.customer_id = looked_for.customer_id
group by looked_for.source, looked_for.kind, looked_for.target
order by source, kind, target
