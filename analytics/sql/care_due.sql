-- grain: one row per customer whose care is due by $until, the longest overdue of the highest tier
--     first; do-not-contact customers are left out
-- parameters: those of planned_buyers, $until, $as_of, $tiers, $rows; $owner when there is one
with
tiers as (
    select tier, place
    from (values ('key', 1), ('secondary', 2), ('ordinary', 3), ('small', 4)) as t (tier, place)
),
final as (
    select
        planned.customer_id, planned.name, planned.tier, planned.owner, planned.due_on,
        date_diff('day', planned.due_on, cast($as_of as date)) as overdue_days,
        planned.last_contact_on, planned.rhythm_days, cast(planned.value as double) as value,
        planned.region, tiers.place
    from planned_buyers as planned
    join tiers on tiers.tier = planned.tier
    where planned.due_on <= $until
        and not planned.do_not_contact
        and array_contains($tiers, planned.tier)
        and coalesce(planned.owner, '') = $owner -- when owner
)
select
    customer_id, name, tier, owner, due_on, overdue_days, last_contact_on, rhythm_days, value,
    region
from final
order by place, due_on, customer_id
limit $rows
