-- grain: one row per customer with a counting order up to $end
-- parameters: those of churn_rhythm, tiered_buyers and contacted_customers
with
final as (
    select
        scoped_customers.customer_id, tiered_buyers.tier, scoped_customers.name,
        scoped_customers.region, churn_rhythm.days_since_order, churn_rhythm.usual_gap_days,
        churn_rhythm.overdue_ratio, churn_rhythm.expected_revenue, churn_rhythm.spend_change,
        churn_rhythm.margin_share,
        churn_rhythm.orders, churn_rhythm.last_order_on, scoped_customers.owner,
        contacted_customers.last_contact_on, churn_rhythm.has_own_gap, churn_rhythm.habit,
        churn_rhythm.band, churn_rhythm.customer_key
    from churn_rhythm
    inner join scoped_customers
        on scoped_customers.customer_key = churn_rhythm.customer_key
    left join tiered_buyers
        on tiered_buyers.customer_key = churn_rhythm.customer_key
    left join contacted_customers
        on contacted_customers.customer_id = scoped_customers.customer_id
)
select
    customer_id, tier, name, region, days_since_order, usual_gap_days, overdue_ratio,
    expected_revenue, spend_change, margin_share, orders, last_order_on, owner, last_contact_on,
    has_own_gap, habit, band, customer_key
from final
order by customer_key
