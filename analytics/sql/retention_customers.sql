-- grain: one row per customer of a cohort (month of the first counting order), most revenue first
-- parameters: $cohort and $month, each year * 12 + month - 1; $active: only those with (true) or
--     without (false) an order in that month; $skip, $rows; those of scoped_orders_ever
with
bought as (
    select
        customer_key, min(case when not is_return then ordered_on end) as first_order_on,
        max(case when not is_return then ordered_on end) as last_order_on,
        sum(case when is_return then 0 else 1 end) as orders,
        sum(case when not is_return
            and year(ordered_on) * 12 + month(ordered_on) - 1 = $month then 1 else 0 end)
            as orders_of_month,
        sum(amount) as revenue
    from scoped_orders_ever
    where customer_key is not null
    group by customer_key
)
select
    customers.customer_id, customers.name, customers.region, bought.first_order_on,
    bought.last_order_on, cast(bought.orders as bigint) as orders,
    cast(bought.revenue as double) as revenue, customers.owner
from bought
join customers on customers.customer_key = bought.customer_key
where year(bought.first_order_on) * 12 + month(bought.first_order_on) - 1 = $cohort
    and (bought.orders_of_month > 0) = $active -- when active
order by bought.revenue desc, customers.customer_id
limit $rows offset $skip
