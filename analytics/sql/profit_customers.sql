-- grain: one row per customer with a counting order in the scope, most net profit first; only the
--     first $rows of those asked for
-- parameters: those of profited_buyers; $rows, $least_first to begin with the greatest loss
with
ranked as (
    select
        customers.customer_id, customers.name, customers.region, customers.owner, profited.tier,
        profited.orders, profited.revenue, profited.margin, profited.contacts,
        profited.marketing_cost, profited.sales_cost, profited.service_cost, profited.crm_cost,
        profited.net_profit,
        row_number() over (
            order by profited.net_profit desc nulls last, profited.customer_key
        ) as rank,
        row_number() over (
            order by profited.net_profit nulls last, profited.customer_key
        ) as rank_of_loss
    from profited_buyers as profited
    join customers on customers.customer_key = profited.customer_key
),
final as (
    select
        customer_id, cast(revenue as double) as revenue, cast(margin as double) as margin,
        cast(crm_cost as double) as crm_cost, cast(net_profit as double) as net_profit,
        cast(net_profit as double) / nullif(cast(crm_cost as double), 0) as profit_rate,
        rank, cast(marketing_cost as double) as marketing_cost,
        cast(sales_cost as double) as sales_cost, cast(service_cost as double) as service_cost,
        contacts, orders, tier, name, region, owner,
        case when $least_first then rank_of_loss else rank end as place
    from ranked
)
select
    customer_id, revenue, margin, crm_cost, net_profit, profit_rate, rank, marketing_cost,
    sales_cost, service_cost, contacts, orders, tier, name, region, owner
from final
where place <= $rows
    and net_profit < 0 -- when losing
order by place
