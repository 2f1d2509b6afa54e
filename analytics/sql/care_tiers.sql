-- grain: one row per tier, the most valuable first, and the total last
-- parameters: those of planned_buyers, $as_of, $until
with
tiers as (
    select tier, place
    from (
        values ('key', 1), ('secondary', 2), ('ordinary', 3), ('small', 4), ('total', 5)
    ) as t (tier, place)
),
counted as (
    select tier, due_on, do_not_contact, last_contact_on
    from planned_buyers
    union all
    select 'total' as tier, due_on, do_not_contact, last_contact_on
    from planned_buyers
),
summed as (
    select
        tier, count(*) as customers,
        count(case when do_not_contact then 1 end) as do_not_contact,
        count(case when not do_not_contact and due_on >= $as_of then 1 end) as kept,
        count(case when not do_not_contact and due_on < $as_of then 1 end) as overdue,
        count(case when not do_not_contact and due_on between $as_of and $until then 1 end)
            as due_soon,
        count(case when not do_not_contact and last_contact_on is null then 1 end) as never,
        median(cast(case
            when not do_not_contact and due_on < $as_of
                then date_diff('day', due_on, cast($as_of as date))
        end as double)) as median_overdue_days
    from counted
    group by tier
)
select
    tiers.tier, coalesce(summed.customers, 0) as customers,
    coalesce(summed.do_not_contact, 0) as do_not_contact, coalesce(summed.kept, 0) as kept,
    cast(summed.kept as double) / nullif(summed.kept + summed.overdue, 0) as kept_share,
    coalesce(summed.overdue, 0) as overdue, coalesce(summed.due_soon, 0) as due_soon,
    coalesce(summed.never, 0) as never, summed.median_overdue_days
from tiers
left join summed on summed.tier = tiers.tier
order by tiers.place
