-- grain: one row per customer silent for more than $horizon days at $end
-- parameters: those of winback_standing and contacted_customers
with
final as (
    select
        winback_standing.customer_key, scoped_customers.customer_id, winback_standing.tier,
        scoped_customers.name, scoped_customers.region, scoped_customers.owner,
        winback_standing.days_since_order, winback_standing.last_order_on,
        contacted_customers.last_contact_on, winback_standing.orders, winback_standing.revenue,
        winback_standing.average_order, winback_standing.average_margin, winback_standing.band
    from winback_standing
    inner join scoped_customers
        on scoped_customers.customer_key = winback_standing.customer_key
    left join contacted_customers
        on contacted_customers.customer_id = scoped_customers.customer_id
    where winback_standing.band > 0
)
select
    customer_key, customer_id, tier, name, region, owner, days_since_order, last_order_on,
    last_contact_on, orders, revenue, average_order, average_margin, band
from final
order by customer_key
