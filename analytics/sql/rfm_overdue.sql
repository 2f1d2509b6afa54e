-- grain: one row per customer silent for at least $overdue of the usual gaps; a scope without a
--     start is expected
-- parameters: those of churn_rhythm, $overdue
with
final as (
    select customer_key
    from churn_rhythm
    where overdue_ratio >= $overdue
)
select customer_key
from final
order by customer_key
