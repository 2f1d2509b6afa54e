-- one row: the deals opened in the period, as they stood at the end of the as_of day
-- parameters: those of opened_deals; deals without an opening date are left out
with
final as (
    select
        count(*) as deals,
        count(case when outcome = 'won' then 1 end) as won,
        count(case when outcome = 'lost' then 1 end) as lost,
        count(case when outcome is null then 1 end) as still_open
    from opened_deals
    where opened_on is not null
)
select
    deals, won, lost, still_open,
    cast(won as double) / nullif(won + lost, 0) as win_rate,
    cast(still_open as double) / nullif(deals, 0) as open_share
from final
order by deals
