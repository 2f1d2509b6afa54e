-- grain: one row per customer with a counting order in the scope, with profit and tier by revenue
-- parameters: those of tiered_buyers and served_customers; $by must be "revenue"
with
margins as (
    select customer_key, cast(sum(margin) as decimal(18, 4)) as margin
    from scoped_orders
    where customer_key is not null
    group by customer_key
),
joined as (
    select
        tiered.customer_key, tiered.tier, tiered.orders, tiered.value as revenue, margins.margin,
        coalesce(served.contacts, 0) as contacts,
        coalesce(served.marketing_cost, 0) as marketing_cost,
        coalesce(served.sales_cost, 0) as sales_cost,
        coalesce(served.service_cost, 0) as service_cost,
        coalesce(served.crm_cost, 0) as crm_cost
    from tiered_buyers as tiered
    join margins on margins.customer_key = tiered.customer_key
    left join served_customers as served on served.customer_key = tiered.customer_key
)
select
    customer_key, tier, orders, revenue, margin, contacts, marketing_cost, sales_cost,
    service_cost, crm_cost, cast(margin - crm_cost as decimal(18, 4)) as net_profit
from joined
