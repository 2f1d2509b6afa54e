-- grain: one row per tier, what is expected of its customers over the horizon, and at risk
-- parameters: those of churn_customers, $likely
with
final as (
    select
        tier, count(*) as customers,
        sum(case when days_since_order <= 364 and probability >= $likely then 1 else 0 end)
            as likely,
        sum(expected_revenue) as expected_revenue, sum(value_at_risk) as value_at_risk
    from churn_customers
    group by tier
)
select tier, customers, likely, expected_revenue, value_at_risk
from final
order by
    case tier when 'key' then 1 when 'secondary' then 2 when 'ordinary' then 3 else 4 end
