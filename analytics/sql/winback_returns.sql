-- grain: one row per customer and horizon back from $end in which they have a counting order;
--     0 is the last $horizon days up to $end, 1 the as many before
-- parameters: $horizon days, $horizons at most so many, and those of scoped_orders
with
aged as (
    select
        customer_key, ordered_on, amount, is_return,
        floor(date_diff('day', ordered_on, $end) / nullif(cast($horizon as double), 0))
            as horizons_back
    from scoped_orders
    where customer_key is not null
),
final as (
    select
        customer_key, horizons_back, count(case when not is_return then 1 end) as orders_after,
        min(case when not is_return then ordered_on end) as first_on,
        cast(sum(amount) as double) as brought
    from aged
    where horizons_back < $horizons
    group by customer_key, horizons_back
    having count(case when not is_return then 1 end) > 0
)
select customer_key, horizons_back, orders_after, first_on, brought
from final
order by customer_key, horizons_back
