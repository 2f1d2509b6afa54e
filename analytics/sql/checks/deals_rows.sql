-- grain: one row per deal that a check names, the most money first
select
    deals.deal_id, deals.customer_id, deals.stage, deals.product, deals.owner, deals.opened_on,
    deals.closed_on, deals.value as amount, deals.excluded_by
from named
join deals on deals.rowid = named.row_no
order by named.place
