-- one row: contacts and deals after the day shown, and the last of their days
-- parameters: $shown
with
later as (
    select 1 as contacts, 0 as deals, cast(occurred_at as date) as day
    from scoped_interactions
    where cast(occurred_at as date) > $shown
    union all
    select 0, 1, opened_on
    from scoped_deals
    where opened_on > $shown
)
select
    cast(coalesce(sum(contacts), 0) as bigint) as contacts,
    cast(coalesce(sum(deals), 0) as bigint) as deals, max(day) as last_on
from later
order by contacts
