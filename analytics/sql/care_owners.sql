-- grain: one row per owner of customers, most overdue first; an empty owner means nobody
-- parameters: those of planned_buyers, $as_of, $until
with
summed as (
    select
        coalesce(owner, '') as owner, count(*) as customers,
        count(case when due_on >= $as_of then 1 end) as kept,
        count(case when due_on < $as_of then 1 end) as overdue,
        count(case when due_on between $as_of and $until then 1 end) as due_soon,
        count(case when due_on < $as_of and tier in ('key', 'secondary') then 1 end)
            as overdue_vital
    from planned_buyers
    where not do_not_contact
    group by coalesce(owner, '')
)
select
    owner, customers, kept, cast(kept as double) / nullif(customers, 0) as kept_share, overdue,
    overdue_vital, due_soon
from summed
order by overdue_vital desc, overdue desc, owner
