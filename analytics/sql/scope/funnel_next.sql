-- grain: one row per customer of funnel_group who did anything after their furthest step
-- parameters: those of funnel_group, scoped_interactions and scoped_orders_ever
-- next_event is the stage or kind of the contact that came next, or 'order'; of the same moment
-- only what is none of the steps comes next, an order comes at the end of its day
with
done as (
    select customer_id, occurred_at, coalesce(stage, kind) as event, row_no
    from scoped_interactions
    where customer_id is not null and coalesce(stage, kind) is not null
    union all -- when bought
    select -- when bought
        buyers.customer_id, -- when bought
        cast(orders.ordered_on as timestamp) + interval '86399' second, 'order', 0 -- when bought
    from scoped_orders_ever as orders -- when bought
    join funnel_group as buyers on buyers.customer_key = orders.customer_key -- when bought
    where not orders.is_return -- when bought
),
later as (
    select
        funnel_group.customer_id, done.event, cast(done.occurred_at as date) as happened_on,
        date_diff('day', funnel_group.reached_on, cast(done.occurred_at as date)) as days,
        row_number() over (
            partition by funnel_group.customer_id
            order by done.occurred_at, done.row_no, done.event
        ) as place
    from funnel_group
    join done on done.customer_id = funnel_group.customer_id
        and (
            done.occurred_at > funnel_group.reached_at
            or done.occurred_at = funnel_group.reached_at
            and not array_contains($stages, done.event)
            and done.event <> 'order'
        )
)
select customer_id, event as next_event, happened_on as next_on, days as next_days
from later
where place = 1
