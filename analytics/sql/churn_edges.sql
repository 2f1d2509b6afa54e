-- grain: one row per band of the overdue ratio (from inclusive, to exclusive; the last is open)
with
final as (
    select band, from_ratio, to_ratio
    from (
        values
        (0, 0.0, 0.5), (1, 0.5, 1.0), (2, 1.0, 1.5), (3, 1.5, 2.0), (4, 2.0, 3.0), (5, 3.0, 5.0),
        (6, 5.0, 10.0), (7, 10.0, null)
    ) as listed (band, from_ratio, to_ratio)
)
select band, from_ratio, to_ratio
from final
order by band
