-- grain: one row per stage that customers have been in, in the usual order
-- parameters: those of ordered_stages
select stage, customers, median_days, outcome
from ordered_stages
order by position
