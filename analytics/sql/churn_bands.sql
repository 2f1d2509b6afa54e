-- grain: one row per customer with a counting order up to $end, by habit and band of the overdue ratio
-- parameters: those of churn_rhythm; $most, those drawn alone
select customer_key, habit, band, expected_revenue, margin_share
from churn_rhythm
where customer_key in (select customer_key from drawn_buyers) -- when most
order by customer_key
