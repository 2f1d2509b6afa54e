-- grain: one row per check that somebody has chosen something for
select code, action, chosen_at, chosen_by
from choices
order by code
