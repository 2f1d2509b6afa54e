-- grain: one row per customer with a counting order, ranked by value and put into a tier
-- parameters: those of scoped_buyers, $by ("revenue" or "margin"), $key_cut, $secondary_cut,
--     $ordinary_cut (shares of customers; a tier ends at the next whole customer)
with
valued as (
    select
        customer_key, last_order_on, orders,
        case when $by = 'margin' then margin else revenue end as value
    from scoped_buyers
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
