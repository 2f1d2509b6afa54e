-- grain: one row per part of all lines loaded, and one for their total
-- a part names each of its customers in one row of `fates`, so counting them needs no distinct
with
buyers as (
    select scoped_customers.customer_id
    from (
        select customer_key from scoped_orders where not is_return group by customer_key
    ) as bought
    inner join scoped_customers on scoped_customers.customer_key = bought.customer_key
),
fates as (
    select fate, customer_id, count(*) as lines, sum(amount) as amount
    from lines_by_fate
    group by fate, customer_id
),
parts as (
    select
        case
            when fates.fate is not null then fates.fate
            when fates.customer_id is null then 'no_customer'
            when buyers.customer_id is null then 'no_order'
            else 'analysed'
        end as part,
        fates.customer_id, fates.lines, fates.amount
    from fates
    left join buyers on buyers.customer_id = fates.customer_id
),
final as (
    select
        part, sum(lines) as lines, count(customer_id) as customers,
        sum(amount) as amount
    from parts
    group by part
    union all
    select 'total', sum(lines), count(distinct customer_id), sum(amount)
    from parts
)
select
    part, cast(coalesce(lines, 0) as bigint) as lines, customers,
    cast(coalesce(amount, 0) as double) as amount
from final
order by part
