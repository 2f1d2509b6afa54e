-- one row: the churn horizon, the gap that nine in ten returns of customers do not exceed, in
-- whole weeks from two to 52; 91 days where nobody has bought on two days
with
lengths as (
    select gap_days, count(*) as gaps
    from churn_gaps
    group by gap_days
),
cumulated as (
    select
        gap_days, sum(gaps) over (order by gap_days) as gaps_up_to,
        sum(gaps) over () as all_gaps
    from lengths
),
final as (
    select
        least(364, greatest(14, 7 * ceil(coalesce(min(gap_days), 91) / cast(7 as double))))
            as horizon_days
    from cumulated
    where 10 * gaps_up_to >= 9 * all_gaps
)
select horizon_days
from final
order by horizon_days
