-- one row: the customers overdue at the end of a period, and what was expected of them in a horizon
-- parameters: $overdue, how many usual gaps of silence make one overdue; those of timed_buyers
with
final as (
    select
        count(*) as customers, sum(expected_revenue) as revenue,
        sum(expected_revenue * greatest(0, coalesce(margin_share, 0))) as margin
    from timed_buyers
    where days_since_order >= $overdue * usual_gap_days
)
select customers, coalesce(revenue, 0) as revenue, coalesce(margin, 0) as margin
from final
order by customers
