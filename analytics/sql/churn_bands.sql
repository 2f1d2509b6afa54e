-- grain: one row per customer with a counting order up to $end, by habit and band of the overdue ratio
-- parameters: those of churn_rhythm
select customer_key, habit, band, expected_revenue, margin_share
from churn_rhythm
order by customer_key
