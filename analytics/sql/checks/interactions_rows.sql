-- grain: one row per contact that a check names, the most money first
select
    interactions.customer_id, interactions.occurred_at, interactions.kind, interactions.stage,
    interactions.owner, interactions.channel, interactions.value as amount,
    interactions.excluded_by
from named
join interactions on interactions.rowid = named.row_no
order by named.place
