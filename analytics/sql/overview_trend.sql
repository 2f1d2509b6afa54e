-- grain: one row per period and bucket that has lines; the key figures of each
-- parameters: those of overview_figures
select
    period, bucket, revenue, active_customers, orders, average_order, new_customers, repeat_rate,
    returned_share, margin_rate, margin
from overview_figures
order by period, bucket
