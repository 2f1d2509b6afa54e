-- grain: one row per tier and recency of the customers on an earlier day, and how a complaint of the
--     weeks before stood on it ('solved', 'unsolved', 'none'); ordered: within $follow_days after it
-- parameters: $as_of_before, the earlier day; $follow_days, $window_days in which complaints count,
--     $grace_days before the day in which one is too young to count; those of tiered_buyers_before,
--     complaints_before and scoped_orders_ever
-- whoever has only a complaint too young to count, or one older than those that count still open,
-- is neither with nor without a complaint
with
filed as (
    select
        customers.customer_key,
        case when complaints.solved_at is null then 1 else 0 end as is_open,
        date_diff('day', cast(complaints.filed_at as date), cast($as_of_before as date)) as days
    from complaints_before as complaints
    join customers on customers.customer_id = complaints.customer_id
),
standing as (
    select
        customer_key,
        max(case when days >= $grace_days and days < $grace_days + $window_days then 1 else 0 end)
            as counts,
        max(case when days >= $grace_days and days < $grace_days + $window_days then is_open
            else 0 end) as open_ones,
        max(case when days < $grace_days then 1 else 0 end) as too_young,
        max(case when days >= $grace_days + $window_days then is_open else 0 end) as old_open
    from filed
    group by customer_key
),
later as (
    select customer_key, count(*) as orders
    from scoped_orders_ever
    where not is_return
        and ordered_on > $as_of_before
        and ordered_on <= $as_of_before + $follow_days * interval '1' day
    group by customer_key
),
placed as (
    select
        tiered.customer_key, tiered.tier,
        date_diff('day', tiered.last_order_on, cast($as_of_before as date)) as recency_days,
        case
            when standing.open_ones = 1 then 'unsolved'
            when coalesce(standing.old_open, 0) = 1 then null
            when standing.counts = 1 then 'solved'
            when coalesce(standing.too_young, 0) = 0 then 'none'
        end as complaint
    from tiered_buyers_before as tiered
    left join standing on standing.customer_key = tiered.customer_key
),
banded as (
    select
        customer_key, tier, complaint,
        case when recency_days <= 14 then 1 when recency_days <= 30 then 2
            when recency_days <= 60 then 3 when recency_days <= 120 then 4
            when recency_days <= 240 then 5 else 6 end as recency
    from placed
    where complaint is not null
),
final as (
    select
        banded.complaint, banded.tier, banded.recency, count(*) as customers,
        count(later.customer_key) as ordered, sum(coalesce(later.orders, 0)) as orders
    from banded
    left join later on later.customer_key = banded.customer_key
    group by banded.complaint, banded.tier, banded.recency
)
select complaint, tier, recency, customers, ordered, cast(orders as bigint) as orders
from final
order by complaint, tier, recency
