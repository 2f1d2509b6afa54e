-- one row: the churn horizon, after which a silent customer counts as lapsed
select horizon_days
from churn_horizon
order by horizon_days
