-- grain: one row per customer named in any file; what the customer file says wins over the sales
-- orders counts the counting ones, revenue and margin sum all; null where nothing was ever ordered
create table customers as
with
told as (
    select
        customer_id, region, salesperson, customer_name, customer_type, max(ordered_on) as day
    from sales
    where excluded_by is null and customer_id is not null
    group by customer_id, region, salesperson, customer_name, customer_type
),
bought as (
    select
        customer_id,
        max(case when region is not null then struct_pack(day := day, text := region) end)
            as region,
        max(case when salesperson is not null then struct_pack(day := day, text := salesperson) end)
            as owner,
        max(case when customer_name is not null
            then struct_pack(day := day, text := customer_name) end) as name,
        max(case when customer_type is not null
            then struct_pack(day := day, text := customer_type) end) as type
    from told
    group by customer_id
),
known as (
    select customer_id from bought
    union
    select customer_id from interactions where excluded_by is null
    union
    select customer_id from deals where excluded_by is null
    union
    select customer_id from attributes where excluded_by is null
),
ordered as (
    select
        customer_id,
        min(case when not is_return then ordered_on end) as first_order_on,
        max(case when not is_return then ordered_on end) as last_order_on,
        count(case when not is_return then 1 end) as orders,
        cast(sum(amount) as decimal(18, 4)) as revenue,
        cast(sum(margin) as decimal(18, 4)) as margin
    from (
        select *, amount < 0 or (amount = 0 and return_lines > 0) as is_return from whole_orders
    ) as each_order
    group by customer_id
),
described as (
    select
        customer_id, max(name) as name, max(type) as type, max(region) as region,
        max(owner) as owner, max(email) as email, max(phone) as phone,
        bool_or(do_not_contact) as do_not_contact, min(customer_since) as customer_since,
        max(contract_ends_on) as contract_ends_on
    from attributes
    where excluded_by is null
    group by customer_id
)
select
    cast(row_number() over (order by known.customer_id) as integer) as customer_key,
    known.customer_id,
    coalesce(described.name, bought.name.text) as name,
    coalesce(described.type, bought.type.text) as type,
    coalesce(described.region, bought.region.text) as region,
    coalesce(described.owner, bought.owner.text) as owner,
    described.email, described.phone,
    coalesce(described.do_not_contact, false) as do_not_contact,
    described.customer_since, described.contract_ends_on,
    ordered.first_order_on, ordered.last_order_on, ordered.orders, ordered.revenue, ordered.margin
from known
left join bought on bought.customer_id = known.customer_id
left join ordered on ordered.customer_id = known.customer_id
left join described on described.customer_id = known.customer_id
where known.customer_id is not null
order by customer_key
