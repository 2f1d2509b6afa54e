-- grain: one row per customer and purchase day after the first, with the days since the one before
-- parameters: those of scoped_orders
-- a further order of the same day follows one of that day, so only the first of a day has a gap
with
pairs as (
    select
        customer_key, ordered_on,
        lag(ordered_on) over (partition by customer_key order by ordered_on) as previous_on
    from scoped_orders
    where customer_key is not null and not is_return
),
final as (
    select customer_key, ordered_on, date_diff('day', previous_on, ordered_on) as gap_days
    from pairs
    where previous_on < ordered_on
)
select customer_key, ordered_on, gap_days
from final
order by customer_key, ordered_on
