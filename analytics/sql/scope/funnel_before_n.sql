-- grain: one row per event that ends a chain which step n may follow
-- parameters: those of funnel_level_m; a step before n that is optional may be left out
select
    customer_key, place, start, started_at
    , path -- when strict
from funnel_level_m
union all -- when optional_m
select customer_key, place, start, started_at from funnel_before_m -- when optional_m
