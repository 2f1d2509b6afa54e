-- grain: one row per number of days after the first order on which customers came back, or up to
--     which they have been waited for
-- parameters: those of first_orders_ever, $end, $start where there is one: whose first order lies
--     in the period; $as_of, until when they are waited for
with
firsts as (
    select customer_key, first_order_on
    from first_orders_ever
    where first_order_on <= $end
        and first_order_on >= $start -- when start
),
seconds as (
    select firsts.customer_key, min(orders.ordered_on) as second_order_on
    from scoped_orders_ever as orders
    join firsts on firsts.customer_key = orders.customer_key
    where not orders.is_return and orders.ordered_on > firsts.first_order_on
    group by firsts.customer_key
),
final as (
    select
        date_diff('day', firsts.first_order_on,
            coalesce(seconds.second_order_on, cast($as_of as date))) as days,
        count(seconds.second_order_on) as came_back,
        count(*) - count(seconds.second_order_on) as waiting
    from firsts
    left join seconds on seconds.customer_key = firsts.customer_key
    group by date_diff('day', firsts.first_order_on,
        coalesce(seconds.second_order_on, cast($as_of as date)))
)
select days, came_back, waiting
from final
order by days
