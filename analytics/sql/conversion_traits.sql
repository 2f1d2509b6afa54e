-- grain: one row per trait and detail that some customers who reached a step of a funnel had by
--     then, and one for the whole (trait 'all'); went_on: reached $next_step, stopped: did not
-- parameters: $at_step, $next_step, $memory_days: how far back contacts and orders count; those of
--     funnel_marks, scoped_interactions and scoped_orders_ever
-- nothing later than the moment of the step counts; an order comes at the end of its day
with
reached as (
    select customer_key, customer_id, reached_at, value
    from funnel_reached
    where mature = 1 and left_out = 0 and step = $at_step
),
begun as (
    select customer_key, reached_at as begun_at
    from funnel_reached
    where step = 1
),
onward as (
    select customer_key
    from funnel_reached
    where step = $next_step
),
contacts as (
    select
        reached.customer_key, contacts.kind, contact_words.meaning
    from reached
    join scoped_interactions as contacts
        on contacts.customer_id = reached.customer_id
        and contacts.occurred_at <= reached.reached_at
        and contacts.occurred_at >= reached.reached_at - $memory_days * interval '1' day
    left join contact_words on contact_words.word = lower(trim(contacts.kind))
    where contacts.stage is null and contacts.kind is not null
),
cared as (
    select
        customer_key, count(*) as contacts,
        sum(case meaning when 'complaint' then 1 when 'solved' then -1 else 0 end) as complaints
    from contacts
    group by customer_key
),
bought as (
    select
        reached.customer_key, count(*) as orders,
        max(case when cast(orders.ordered_on as timestamp)
            >= reached.reached_at - $memory_days * interval '1' day then 1 else 0 end) as lately
    from reached
    join scoped_orders_ever as orders on orders.customer_key = reached.customer_key
        and cast(orders.ordered_on as timestamp) + interval '86399' second <= reached.reached_at
    where not orders.is_return
    group by reached.customer_key
),
paced as (
    select
        reached.customer_key, cast(reached.value as double) as value,
        date_diff('day', cast(begun.begun_at as date), cast(reached.reached_at as date)) * 86400
            + (hour(reached.reached_at) - hour(begun.begun_at)) * 3600
            + (minute(reached.reached_at) - minute(begun.begun_at)) * 60
            + second(reached.reached_at) - second(begun.begun_at) as way_s
    from reached
    join begun on begun.customer_key = reached.customer_key
),
middles as (
    select median(cast(way_s as double)) as way_s, median(value) as value
    from paced
),
had as (
    select customer_key, 'all' as trait, '' as detail from reached
    union all
    select customer_key, trait, detail from funnel_marks
    union all
    select customer_key, 'contact', cast(kind as varchar) from contacts group by customer_key, kind
    union all
    select
        reached.customer_key, 'contacts',
        case when coalesce(cared.contacts, 0) = 0 then '0'
            when cared.contacts = 1 then '1'
            when cared.contacts <= 4 then '2-4'
            else '5+' end
    from reached
    left join cared on cared.customer_key = reached.customer_key
    union all
    select customer_key, 'complaint_open', 'yes' from cared where complaints > 0
    union all
    select
        reached.customer_key, 'orders',
        case when coalesce(bought.orders, 0) = 0 then '0'
            when bought.orders = 1 then '1'
            when bought.orders <= 4 then '2-4'
            else '5+' end
    from reached
    left join bought on bought.customer_key = reached.customer_key
    union all
    select customer_key, 'ordered_lately', 'yes' from bought where lately = 1
    union all
    select paced.customer_key, 'slow', 'yes'
    from paced
    cross join middles
    where paced.way_s > middles.way_s
    union all
    select
        paced.customer_key, 'valuable',
        case when paced.value > middles.value then 'yes' else 'no' end
    from paced
    cross join middles
    where paced.value is not null
),
final as (
    select
        had.trait, had.detail,
        count(onward.customer_key) as went_on,
        count(*) - count(onward.customer_key) as stopped
    from had
    left join onward on onward.customer_key = had.customer_key
    group by had.trait, had.detail
)
select trait, detail, went_on, stopped
from final
order by trait, detail
