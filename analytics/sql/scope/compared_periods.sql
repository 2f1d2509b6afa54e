-- grain: one row per period that is asked about: now, and those it is compared with
-- parameters: $now_start, $now_end and the same of previous and year (null = not compared)
select period, first_day, last_day
from (
    values
    ('now', cast($now_start as date), cast($now_end as date)),
    ('previous', cast($previous_start as date), cast($previous_end as date)),
    ('year', cast($year_start as date), cast($year_end as date))
) as listed (period, first_day, last_day)
where first_day is not null
