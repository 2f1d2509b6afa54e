-- grain: one row per customer of a group to look after, most money first
-- parameters: $code, $top rows, those of attention_groups
with
final as (
    select
        customers.customer_id, customers.name, customers.region, members.orders,
        members.last_order_on, members.days_since_order as recency_days,
        cast(members.money_of_year as double) as monetary, members.money_of_year as amount
    from attention_groups as members
    inner join customers on customers.customer_key = members.customer_key
    where members.code = $code
)
select customer_id, name, region, orders, last_order_on, recency_days, monetary
from final
order by amount desc, customer_id
limit $top
