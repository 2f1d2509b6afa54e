-- grain: one row per customer with a counting order, ranked by value and put into a tier
-- parameters: those of scoped_buyers, $by ("revenue", "margin", "profit" or "predicted"), $key_cut,
--     $secondary_cut, $ordinary_cut (shares of customers; a tier ends at the next whole customer);
--     for profit those of served_customers, for predicted the relation predicted_values
with
valued as (
    select
        buyers.customer_key, buyers.last_order_on, buyers.orders,
        case
            when $by = 'predicted' then predicted.value -- when predicted_values
            when $by = 'profit' then buyers.margin - coalesce(served.crm_cost, 0) -- when contact_costs
            when $by = 'margin' then buyers.margin
            else buyers.revenue
        end as value
    from scoped_buyers as buyers
    left join served_customers as served -- when contact_costs
        on served.customer_key = buyers.customer_key -- when contact_costs
    left join predicted_customers as predicted -- when predicted_values
        on predicted.customer_key = buyers.customer_key -- when predicted_values
),
counted as (
    select count(*) as customers
    from valued
),
-- keys are given out in the order of customer_id as text, so they break ties the same way
ranked as (
    select
        customer_key, last_order_on, orders, value,
        row_number() over (order by value desc nulls last, customer_key) as rank
    from valued
)
select
    ranked.customer_key, ranked.last_order_on, ranked.orders, ranked.value, ranked.rank,
    case
        when ranked.rank <= ceil(cast($key_cut as decimal(9, 6)) * counted.customers) then 'key'
        when ranked.rank <= ceil(cast($secondary_cut as decimal(9, 6)) * counted.customers)
            then 'secondary'
        when ranked.rank <= ceil(cast($ordinary_cut as decimal(9, 6)) * counted.customers)
            then 'ordinary'
        else 'small'
    end as tier
from ranked
cross join counted
