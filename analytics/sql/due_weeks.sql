-- grain: one row per customer and week back from $end in which they have a counting order; 0 is
--     the last seven days up to $end, 1 the seven before
-- parameters: $weeks at most so many, and those of scoped_orders
with
aged as (
    select
        customer_key,
        floor(date_diff('day', ordered_on, $end) / cast(7 as double)) as weeks_back
    from scoped_orders
    where customer_key is not null and not is_return
),
final as (
    select customer_key, weeks_back
    from aged
    where weeks_back < $weeks
    group by customer_key, weeks_back
)
select customer_key, weeks_back
from final
order by customer_key, weeks_back
