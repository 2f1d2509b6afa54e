-- one row: the churn horizon, by which a customer counts as quiet
select horizon_days
from churn_horizon
order by horizon_days
