-- grain: one row per customer of the picture: the first $leading of the list, and every
--     $every-th of the others of whom anything is expected
-- parameters: those of churn_customers, $leading, $every
with
final as (
    select
        customer_id, greatest(overdue_ratio, 0.1) as overdue_ratio, probability, expected_revenue, value_at_risk, tier, place
    from churn_customers
    where expected_revenue > 0 and (place <= $leading or mod(customer_key, $every) = 0)
)
select customer_id, overdue_ratio, probability, expected_revenue, value_at_risk, tier, place
from final
order by place
