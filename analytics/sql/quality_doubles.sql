-- grain: one row per rule, what customers share under it, and customer
-- more than ten who share a number or a name are no one person
with
keyed as (
    select
        'phone' as rule,
        replace(replace(replace(phone, ' ', ''), '-', ''), '+', '') as shared, customer_key
    from scoped_customers
    union all
    select 'email', lower(trim(email)), customer_key from scoped_customers
    union all
    select 'name_region', concat(lower(trim(name)), ' · ', region), customer_key
    from scoped_customers
    where name is not null and region is not null
    union all
    select 'name', lower(trim(name)), customer_key from scoped_customers
),
shared as (
    select rule, shared
    from keyed
    where length(shared) > 1
    group by rule, shared
    having count(*) between 2 and 10
),
bought as (
    select
        customer_key, sum(case when is_return then 0 else 1 end) as orders,
        cast(sum(amount) as double) as revenue
    from scoped_orders
    group by customer_key
)
select
    keyed.rule, keyed.shared, scoped_customers.customer_id, scoped_customers.name,
    scoped_customers.region, scoped_customers.phone, scoped_customers.email,
    coalesce(bought.orders, 0) as orders, coalesce(bought.revenue, 0) as revenue,
    scoped_customers.last_order_on
from keyed
inner join shared on shared.rule = keyed.rule and shared.shared = keyed.shared
inner join scoped_customers on scoped_customers.customer_key = keyed.customer_key
left join bought on bought.customer_key = keyed.customer_key
order by keyed.rule, keyed.shared, scoped_customers.customer_id
