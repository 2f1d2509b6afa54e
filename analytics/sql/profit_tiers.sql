-- grain: one row per tier by revenue, the most valuable first, and the total last
-- parameters: those of profited_buyers
with
tiers as (
    select tier, place
    from (
        values ('key', 1), ('secondary', 2), ('ordinary', 3), ('small', 4), ('total', 5)
    ) as t (tier, place)
),
counted as (
    select
        tier, revenue, margin, marketing_cost, sales_cost, service_cost, crm_cost, net_profit,
        contacts
    from profited_buyers
    union all
    select
        'total' as tier, revenue, margin, marketing_cost, sales_cost, service_cost, crm_cost,
        net_profit, contacts
    from profited_buyers
),
summed as (
    select
        tier, count(*) as customers, sum(contacts) as contacts, sum(revenue) as revenue,
        sum(margin) as margin, sum(marketing_cost) as marketing_cost,
        sum(sales_cost) as sales_cost, sum(service_cost) as service_cost,
        sum(crm_cost) as crm_cost, sum(net_profit) as net_profit,
        count(case when net_profit < 0 then 1 end) as losing,
        sum(case when net_profit < 0 then net_profit else 0 end) as losing_profit,
        count(case when net_profit < 0 and crm_cost = 0 then 1 end) as losing_unserved
    from counted
    group by tier
),
final as (
    select
        tiers.tier, tiers.place, coalesce(summed.customers, 0) as customers,
        cast(coalesce(summed.revenue, 0) as double) as revenue,
        cast(coalesce(summed.margin, 0) as double) as margin,
        cast(coalesce(summed.crm_cost, 0) as double) as crm_cost,
        cast(coalesce(summed.net_profit, 0) as double) as net_profit,
        cast(summed.net_profit as double)
            / nullif(cast(summed.crm_cost as double), 0) as profit_rate,
        coalesce(summed.losing, 0) as losing,
        cast(coalesce(summed.losing_profit, 0) as double) as losing_profit,
        cast(coalesce(summed.marketing_cost, 0) as double) as marketing_cost,
        cast(coalesce(summed.sales_cost, 0) as double) as sales_cost,
        cast(coalesce(summed.service_cost, 0) as double) as service_cost,
        cast(coalesce(summed.contacts, 0) as integer) as contacts,
        coalesce(summed.losing_unserved, 0) as losing_unserved
    from tiers
    left join summed on summed.tier = tiers.tier
)
select
    tier, customers, revenue, margin, crm_cost, net_profit, profit_rate, losing, losing_profit,
    marketing_cost, sales_cost, service_cost, contacts, losing_unserved
from final
order by place
