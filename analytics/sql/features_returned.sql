-- grain: one row per customer and horizon back from $end in which they have a counting order;
--     0 is the last $horizon days up to $end, 1 the as many before
-- parameters: $horizon days, $horizons at most so many, and those of scoped_orders; $most, of
--     those drawn from who was known on the earlier day alone
with
aged as (
    select
        customer_key,
        floor(date_diff('day', ordered_on, $end) / nullif(cast($horizon as double), 0))
            as horizons_back
    from scoped_orders
    where customer_key is not null and not is_return
        and customer_key in (select customer_key from drawn_buyers_before) -- when most
),
final as (
    select customer_key, horizons_back
    from aged
    where horizons_back < $horizons
    group by customer_key, horizons_back
)
select customer_key, horizons_back
from final
order by customer_key, horizons_back
