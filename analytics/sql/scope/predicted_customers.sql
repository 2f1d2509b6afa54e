-- grain: one row per customer a value was foretold for
-- parameters: the relation predicted_values: customer_id, value
select
    customers.customer_key, cast(round(predicted_values.value, 4) as decimal(18, 4)) as value
from predicted_values
join customers on customers.customer_id = predicted_values.customer_id
