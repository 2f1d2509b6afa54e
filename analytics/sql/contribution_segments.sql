-- grain: one row per segment at the end of the period before, with lines in either period;
--     label null: no customer named · 'not_yet': no counting order by then
-- parameters: those of compared_money, and of scored_buyers as of the end of the period before
with
places as (
    select customers.customer_id, segment_names.segment
    from scored_buyers_before as scored
    join segment_names on segment_names.cell = scored.cell
    join customers on customers.customer_key = scored.customer_key
),
labelled as (
    select
        case when moved.customer_id is not null then coalesce(places.segment, 'not_yet') end
            as label,
        moved.money_before, moved.money_now
    from compared_money as moved
    left join places on places.customer_id = moved.customer_id
),
final as (
    select
        label, cast(sum(money_before) as double) as before, cast(sum(money_now) as double) as now,
        cast(sum(money_now - money_before) as double) as change
    from labelled
    group by label
)
select label, before, now, change
from final
order by abs(change) desc, label nulls last
