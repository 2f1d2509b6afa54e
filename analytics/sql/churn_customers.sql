-- grain: one row per customer with a counting order up to $end, most value at risk first
--     (most overdue first where no probability is known)
-- parameters: those of churn_rhythm and tiered_buyers, $top rows; $p0_0 … $p9_7, the
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
        (3, 4, $p3_4), (3, 5, $p3_5), (3, 6, $p3_6), (3, 7, $p3_7),
        (4, 0, $p4_0), (4, 1, $p4_1), (4, 2, $p4_2), (4, 3, $p4_3),
        (4, 4, $p4_4), (4, 5, $p4_5), (4, 6, $p4_6), (4, 7, $p4_7),
        (5, 0, $p5_0), (5, 1, $p5_1), (5, 2, $p5_2), (5, 3, $p5_3),
        (5, 4, $p5_4), (5, 5, $p5_5), (5, 6, $p5_6), (5, 7, $p5_7),
        (6, 0, $p6_0), (6, 1, $p6_1), (6, 2, $p6_2), (6, 3, $p6_3),
        (6, 4, $p6_4), (6, 5, $p6_5), (6, 6, $p6_6), (6, 7, $p6_7),
        (7, 0, $p7_0), (7, 1, $p7_1), (7, 2, $p7_2), (7, 3, $p7_3),
        (7, 4, $p7_4), (7, 5, $p7_5), (7, 6, $p7_6), (7, 7, $p7_7),
        (8, 0, $p8_0), (8, 1, $p8_1), (8, 2, $p8_2), (8, 3, $p8_3),
        (8, 4, $p8_4), (8, 5, $p8_5), (8, 6, $p8_6), (8, 7, $p8_7),
        (9, 0, $p9_0), (9, 1, $p9_1), (9, 2, $p9_2), (9, 3, $p9_3),
        (9, 4, $p9_4), (9, 5, $p9_5), (9, 6, $p9_6), (9, 7, $p9_7)
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
                when chances.probability >= 0.2 then 'alike'
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
        churn_rhythm.customer_key, churn_rhythm.habit, churn_rhythm.band
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
        customer_key, habit, band,
        row_number() over (
            order by
                value_at_risk desc nulls last,
                case when value_at_risk is null then overdue_ratio end desc nulls last,
                expected_revenue desc, customer_id
        ) as place
    from risks
)
select
    customer_id, probability, value_at_risk, tier, reasons, name, region, days_since_order,
    usual_gap_days, overdue_ratio, expected_revenue, spend_change, orders, last_order_on,
    customer_key, habit, band, place
from final
where place <= $top
order by place
