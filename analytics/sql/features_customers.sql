-- grain: one row per customer with a counting order up to $end, as known on that day
-- parameters: those of features_orders, features_gaps, features_lines, features_contacts and
--     tiered_buyers; the scope's as_of and end are the same day
with
final as (
    select
        orders.customer_key, orders.orders, orders.days_since_order, orders.days_known,
        coalesce(gaps.gaps, 0) as repeat_days, coalesce(gaps.gap_days, 0) as repeat_span_days,
        gaps.usual_gap_days, gaps.last_gap_days, gaps.long_gap_days,
        cast(orders.days_since_order as double) / nullif(gaps.usual_gap_days, 0) as gap_ratio,
        orders.orders_30, orders.orders_30_before, orders.orders_90, orders.orders_90_before,
        orders.orders_180, orders.orders_180_before, orders.spend_30, orders.spend_30_before,
        orders.spend_90, orders.spend_90_before, orders.spend_180, orders.spend_180_before,
        orders.average_order, orders.average_order_trend, orders.margin_share,
        orders.return_rate, lines.discount_share, lines.breadth,
        contacts.days_since_visit, contacts.days_since_call, contacts.days_since_contact,
        contacts.days_since_complaint,
        coalesce(contacts.contacts_90, 0) as contacts_90,
        coalesce(contacts.contacts_90_before, 0) as contacts_90_before,
        coalesce(contacts.contacts_275_before, 0) as contacts_275_before,
        coalesce(contacts.open_complaints, 0) as open_complaints, contacts.survey_score,
        tiered_buyers.tier, customers.region, customers.type, orders.expected_revenue
    from features_orders as orders
    inner join customers on customers.customer_key = orders.customer_key
    left join features_gaps as gaps on gaps.customer_key = orders.customer_key
    left join features_lines as lines on lines.customer_id = customers.customer_id
    left join features_contacts as contacts on contacts.customer_id = customers.customer_id
    left join tiered_buyers on tiered_buyers.customer_key = orders.customer_key
)
select
    customer_key, orders, days_since_order, days_known, repeat_days, repeat_span_days,
    usual_gap_days, last_gap_days, long_gap_days, gap_ratio, orders_30, orders_30_before,
    orders_90, orders_90_before, orders_180, orders_180_before, spend_30, spend_30_before,
    spend_90, spend_90_before, spend_180, spend_180_before, average_order, average_order_trend,
    margin_share, return_rate, discount_share, breadth, days_since_visit, days_since_call,
    days_since_contact, days_since_complaint, contacts_90, contacts_90_before,
    contacts_275_before, open_complaints, survey_score, tier, region, type, expected_revenue
from final
order by customer_key
