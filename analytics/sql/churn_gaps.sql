-- grain: one row per customer and purchase day after the first, with the days since the one before
with
purchase_days as (
    select customer_key, ordered_on
    from scoped_orders
    where customer_key is not null and not is_return
    group by customer_key, ordered_on
),
pairs as (
    select
        customer_key, ordered_on,
        lag(ordered_on) over (partition by customer_key order by ordered_on) as previous_on
    from purchase_days
),
final as (
    select customer_key, ordered_on, date_diff('day', previous_on, ordered_on) as gap_days
    from pairs
    where previous_on is not null
)
select customer_key, ordered_on, gap_days
from final
order by customer_key, ordered_on
