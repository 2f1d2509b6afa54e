-- grain: one row per length and spread of gaps, and by whether they were due, of those with a rhythm
--     on the earlier day: how many customers, and how many of them ordered after it, up to $end
-- parameters: $days, those of due_rhythm on the earlier day, and those of scoped_orders
with
came as (
    select customer_key
    from scoped_orders
    where customer_key is not null and not is_return and ordered_on > $end_before
    group by customer_key
),
final as (
    select
        rhythm.length, rhythm.spread, rhythm.due_in_days between 1 and $days as due,
        count(*) as customers, count(came.customer_key) as ordered
    from due_rhythm_before as rhythm
    left join came on came.customer_key = rhythm.customer_key
    group by rhythm.length, rhythm.spread, rhythm.due_in_days between 1 and $days
)
select length, spread, due, customers, ordered
from final
order by length, spread, due
