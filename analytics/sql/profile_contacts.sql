-- grain: one row per contact or event of a customer, and one per day a deal was opened or closed
-- parameters: $customer_id; those of scoped_interactions and scoped_deals
with
final as (
    select
        cast(occurred_at as date) as happened_on, 'contact' as what,
        coalesce(stage, kind) as kind, owner, note, cast(value as double) as amount, row_no
    from scoped_interactions
    where customer_id = $customer_id
    union all
    select
        opened_on, 'deal_opened', coalesce(product, deal_id), owner, null,
        cast(value as double), 0
    from scoped_deals
    where customer_id = $customer_id and opened_on is not null
    union all
    select closed_on, 'deal_closed', stage, owner, reason, cast(value as double), 0
    from scoped_deals
    where customer_id = $customer_id and closed_on <= $as_of
)
select happened_on, what, kind, owner, note, amount
from final
order by happened_on, what, row_no, kind, amount, owner, note
