-- grain: one row per group, cohort (month of the first counting order) and month after it with
--     orders; the group is what most money of the first day went to, ties by name
-- parameters: $by 'channel', 'region', 'category' or 'product'; $groups, how many of the largest
--     are named, the others and what is not given have none; those of retention_cohorts
with
first_lines as (
    select
        firsts.customer_key, firsts.first_order_on,
        case
            when $by = 'channel' then cast(lines.channel as varchar)
            when $by = 'category' then cast(lines.category as varchar)
            when $by = 'product' then cast(lines.product as varchar)
            else coalesce(cast(lines.region as varchar), cast(customers.region as varchar))
        end as label,
        lines.amount
    from scoped_lines_ever as lines
    join customers on customers.customer_id = lines.customer_id
    join first_orders_ever as firsts on firsts.customer_key = customers.customer_key
        and firsts.first_order_on = lines.ordered_on
    where coalesce(lines.quantity, 1) >= 0 and coalesce(lines.amount, 0) >= 0
),
begun as (
    select customer_key, first_order_on, label, sum(amount) as amount
    from first_lines
    group by customer_key, first_order_on, label
),
placed as (
    select
        customer_key, label,
        year(first_order_on) * 12 + month(first_order_on) - 1 as cohort,
        row_number() over (partition by customer_key order by amount desc, label) as place
    from begun
),
firsts as (
    select customer_key, label, cohort
    from placed
    where place = 1
        and cohort <= year(cast($end as date)) * 12 + month(cast($end as date)) - 1
        and cohort >= year(cast($start as date)) * 12 + month(cast($start as date)) - 1 -- when start
),
sizes as (
    select label, row_number() over (order by count(*) desc, label) as place
    from firsts
    where label is not null
    group by label
),
named as (
    select firsts.customer_key, firsts.cohort, sizes.label
    from firsts
    left join sizes on sizes.label = firsts.label and sizes.place <= $groups
)
select
    named.label, cast(named.cohort as bigint) as cohort,
    cast(months.month - named.cohort as bigint) as months_after, count(*) as active
from scoped_customer_months_ever as months
join named on named.customer_key = months.customer_key
where months.orders > 0
group by named.label, named.cohort, months.month - named.cohort
order by named.label nulls last, cohort, months_after
