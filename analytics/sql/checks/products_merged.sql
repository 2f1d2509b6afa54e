-- grain: one row per product name that means another one
select product, means, corrected_at, corrected_by
from corrections
order by means, product
