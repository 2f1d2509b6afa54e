-- grain: one row per calendar month with lines (year * 12 + month - 1), up to the end of the period
-- parameters: those of scoped_lines; a scope without a start is expected
with
days as (
    select ordered_on, sum(amount) as revenue
    from scoped_lines
    group by ordered_on
),
final as (
    select
        year(ordered_on) * 12 + month(ordered_on) - 1 as month,
        cast(sum(revenue) as double) as revenue
    from days
    group by year(ordered_on) * 12 + month(ordered_on) - 1
)
select month, revenue
from final
order by month
