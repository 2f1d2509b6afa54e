-- grain: one row per point of the curve of cumulative value, most valuable customers first: at
--     most 120 evenly spaced ranks, the first 20, and the ends of the top 1, 5, 10, 20, 50 % and
--     of the tiers; the columns after them say the same on every row
-- parameters: those of tiered_buyers; customers whose value is not known stay out
with
ranked as (
    select rank, value
    from tiered_buyers
    where value is not null
),
totals as (
    select
        count(*) as customers, cast(sum(value) as decimal(38, 4)) as value,
        count(case when value < 0 then 1 end) as negative_customers
    from ranked
),
positive as (
    select count(*) as customers
    from ranked
    where value >= 0
),
-- Gini of [x1 >= x2 >= ... xn]: sum of (n + 1 - 2 rank) * x over n * sum of x
inequality as (
    select
        cast(sum(ranked.value * cast(positive.customers + 1 - 2 * ranked.rank as decimal(18, 0)))
            as double)
            / nullif(cast(max(positive.customers) as double) * cast(sum(ranked.value) as double), 0)
            as gini
    from ranked
    cross join positive
    where ranked.value >= 0
),
cumulated as (
    select
        rank, value,
        sum(value) over (order by rank rows between unbounded preceding and current row) as so_far
    from ranked
),
most as (
    select min(cumulated.rank) as makes_80
    from cumulated
    cross join totals
    where 5 * cumulated.so_far >= 4 * totals.value and totals.value > 0
),
peaks as (
    select max(so_far) as value
    from cumulated
),
peak as (
    select min(cumulated.rank) as rank
    from cumulated
    join peaks on peaks.value = cumulated.so_far
),
marks as (
    select ceil(cast(quantile as decimal(9, 6)) * totals.customers) as rank
    from (
        values (0.01), (0.05), (0.10), (0.20), (0.50), (1.0),
            ($key_cut), ($secondary_cut), ($ordinary_cut)
    ) as t (quantile)
    cross join totals
),
final as (
    select
        cumulated.rank, totals.customers,
        cast(cumulated.rank as double) / nullif(totals.customers, 0) as customer_share,
        cast(cumulated.so_far as double) as cumulative_value,
        cast(cumulated.so_far as double)
            / nullif(cast(greatest(totals.value, 0) as double), 0) as value_share,
        cast(totals.value as double) as total_value, totals.negative_customers,
        inequality.gini, most.makes_80, peak.rank as peak_rank
    from cumulated
    cross join totals
    cross join inequality
    cross join most
    cross join peak
    where cumulated.rank <= 20
        or cumulated.rank % greatest(1, ceil(cast(totals.customers as double) / 120)) = 0
        or cumulated.rank in (select rank from marks)
        or cumulated.rank = peak.rank
)
select
    rank, customer_share, cumulative_value, value_share, customers, total_value,
    negative_customers, gini, makes_80, peak_rank
from final
order by rank
