-- grain: one row per group of customers to look after
-- parameters: those of attention_groups
with
final as (
    select
        code, count(*) as customers, cast(sum(money_of_year) as double) as money,
        median(cast(orders as double)) as typical_orders,
        median(cast(days_since_order as double)) as typical_days
    from attention_groups
    group by code
)
select code, customers, money, typical_orders, typical_days
from final
order by code
