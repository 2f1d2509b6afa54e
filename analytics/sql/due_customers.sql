-- grain: one row per customer whose own rhythm brings their next order in the $days after $end
-- parameters: $days and those of due_rhythm, tiered_buyers and contacted_customers
with
bought as (
    select
        customer_key, count(case when not is_return then 1 end) as orders,
        count(distinct case when not is_return then ordered_on end) as purchase_days,
        cast(sum(amount) as double) as revenue
    from scoped_orders
    where customer_key is not null
    group by customer_key
),
final as (
    select
        due_rhythm.customer_key, scoped_customers.customer_id, tiered_buyers.tier,
        scoped_customers.name, scoped_customers.region, scoped_customers.owner, bought.orders,
        greatest(0, bought.revenue) / nullif(cast(bought.purchase_days as double), 0)
            as average_order,
        due_rhythm.last_order_on, contacted_customers.last_contact_on,
        due_rhythm.days_since_order, due_rhythm.usual_gap_days, due_rhythm.short_gap_days,
        due_rhythm.long_gap_days, due_rhythm.due_in_days, due_rhythm.length, due_rhythm.spread
    from due_rhythm
    inner join bought on bought.customer_key = due_rhythm.customer_key
    inner join scoped_customers on scoped_customers.customer_key = due_rhythm.customer_key
    left join tiered_buyers on tiered_buyers.customer_key = due_rhythm.customer_key
    left join contacted_customers
        on contacted_customers.customer_id = scoped_customers.customer_id
    where due_rhythm.due_in_days between 1 and $days
)
select
    customer_key, customer_id, tier, name, region, owner, orders, average_order, last_order_on,
    last_contact_on, days_since_order, usual_gap_days, short_gap_days, long_gap_days, due_in_days,
    length, spread
from final
order by customer_key
