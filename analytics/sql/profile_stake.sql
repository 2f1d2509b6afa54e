-- one row: what a customer should bring in the horizon; no row without a counting order
-- parameters: $customer_id; those of expected_buyers
select customer_key, days_since_order, expected_revenue, expected_orders, spend_change, margin_share
from expected_buyers
where customer_key in (select customer_key from customers where customer_id = $customer_id)
order by customer_key
