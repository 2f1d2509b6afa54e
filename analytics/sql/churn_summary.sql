-- one row: what is at stake over the horizon
-- parameters: those of churn_customers, $likely and $watched, probabilities of leaving
-- customers whose last order is over a year old are counted apart: nothing is expected of them
with
listed as (
    select
        customer_id, probability, value_at_risk, tier, expected_revenue, overdue_ratio, place,
        days_since_order <= 364 as is_recent
    from churn_customers
),
cumulated as (
    select
        place, coalesce(sum(value_at_risk) over (order by place), 0) as value_up_to,
        coalesce(sum(value_at_risk) over (), 0) as all_value
    from listed
),
half as (
    select coalesce(min(place), 0) as customers
    from cumulated
    where 2 * value_up_to >= all_value and all_value > 0
),
final as (
    select
        sum(case when is_recent then 1 else 0 end) as customers,
        sum(case when is_recent then 0 else 1 end) as long_gone,
        sum(case when is_recent and probability >= $likely then 1 else 0 end) as likely,
        sum(expected_revenue) as expected_revenue, sum(value_at_risk) as value_at_risk,
        max(half.customers) as half_customers,
        sum(case when is_recent and tier = 'key' and probability >= $watched then 1 else 0 end)
            as key_watched,
        sum(case when tier = 'key' then value_at_risk else 0 end) as key_value_at_risk,
        sum(case when is_recent and overdue_ratio >= 1.5 then 1 else 0 end) as overdue
    from listed
    cross join half
)
select
    customers, long_gone, likely, expected_revenue, value_at_risk, half_customers, key_watched,
    key_value_at_risk, overdue
from final
order by customers
