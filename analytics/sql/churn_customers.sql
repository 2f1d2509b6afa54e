-- grain: one row per customer with a counting order up to $end, most value at risk first
-- parameters: those of churn_rhythm and tiered_buyers, $top rows; $p0_0 … $p3_7, the
--     probability measured in each habit and band
-- reasons: codes joined by commas; their figures are the columns beside them
with
chances as (
    select habit, band, cast(probability as double) as probability
    from (
        values
        (0, 0, $p0_0), (0, 1, $p0_1), (0, 2, $p0_2), (0, 3, $p0_3),
        (0, 4, $p0_4), (0, 5, $p0_5), (0, 6, $p0_6), (0, 7, $p0_7),
        (1, 0, $p1_0), (1, 1, $p1_1), (1, 2, $p1_2), (1, 3, $p1_3),
        (1, 4, $p1_4), (1, 5, $p1_5), (1, 6, $p1_6), (1, 7, $p1_7),
        (2, 0, $p2_0), (2, 1, $p2_1), (2, 2, $p2_2), (2, 3, $p2_3),
        (2, 4, $p2_4), (2, 5, $p2_5), (2, 6, $p2_6), (2, 7, $p2_7),
        (3, 0, $p3_0), (3, 1, $p3_1), (3, 2, $p3_2), (3, 3, $p3_3),
        (3, 4, $p3_4), (3, 5, $p3_5), (3, 6, $p3_6), (3, 7, $p3_7)
    ) as listed (habit, band, probability)
),
risks as (
    select
        scoped_customers.customer_id, chances.probability,
        chances.probability * churn_rhythm.expected_revenue as value_at_risk,
        tiered_buyers.tier,
        concat_ws(
            ',',
            case
                when not churn_rhythm.has_own_gap then 'one_purchase'
                when churn_rhythm.overdue_ratio >= 1.5 then 'overdue'
                else 'last_order'
            end,
            case
                when churn_rhythm.has_own_gap and churn_rhythm.spend_change <= -0.5
                    then 'spends_less'
            end
        ) as reasons,
        scoped_customers.name, scoped_customers.region, churn_rhythm.days_since_order,
        churn_rhythm.usual_gap_days, churn_rhythm.overdue_ratio, churn_rhythm.expected_revenue,
        churn_rhythm.spend_change, churn_rhythm.orders, churn_rhythm.last_order_on,
        churn_rhythm.customer_key
    from churn_rhythm
    inner join chances
        on chances.habit = churn_rhythm.habit and chances.band = churn_rhythm.band
    inner join scoped_customers
        on scoped_customers.customer_key = churn_rhythm.customer_key
    left join tiered_buyers
        on tiered_buyers.customer_key = churn_rhythm.customer_key
),
final as (
    select
        customer_id, probability, value_at_risk, tier, reasons, name, region, days_since_order,
        usual_gap_days, overdue_ratio, expected_revenue, spend_change, orders, last_order_on,
        customer_key,
        row_number() over (
            order by value_at_risk desc nulls last, expected_revenue desc, customer_id
        ) as place
    from risks
)
select
    customer_id, probability, value_at_risk, tier, reasons, name, region, days_since_order,
    usual_gap_days, overdue_ratio, expected_revenue, spend_change, orders, last_order_on,
    customer_key, place
from final
where place <= $top
order by place
