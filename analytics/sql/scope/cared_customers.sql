-- grain: one row per customer ever cared for by $as_of, with the day of the last time
-- parameters: those of scoped_interactions; $care_kinds, the kinds of contact that count as care;
--     the relation recorded_contacts, what was done with the customers of lists: customer_id,
--     contacted_on
with
contacts as (
    select customer_id, cast(occurred_at as date) as contacted_on
    from scoped_interactions
    where array_contains($care_kinds, kind)
    union all
    select customer_id, contacted_on
    from recorded_contacts
    where contacted_on <= $as_of
)
select customer_id, max(contacted_on) as last_contact_on
from contacts
group by customer_id
