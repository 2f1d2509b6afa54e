-- grain: one row per window of days back from the end of the period; the key figures of each
-- parameters: those of overview_figures, $step the length of the period, $now_start a whole number
--     of them before its end, no other period
select
    bucket, revenue, active_customers, orders, average_order, new_customers, repeat_rate,
    returned_share, margin_rate, margin
from overview_figures
order by bucket
