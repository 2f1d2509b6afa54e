-- grain: one row per customer with a counting order: recency and frequency scored, and its place
--     in both maps as numbers (cell, kind), named by segment_names and type_names
-- parameters: those of scoped_buyers, $end, $typical ("mean" or "median") for the map of eight
-- a score is 1 + floor(5 * share of the other customers that are worse), at most 5; distinct
-- values are ranked, so equal values score alike and 600,000 customers cost a few hundred ranks
with
measured as (
    select
        customer_key, date_diff('day', last_order_on, $end) as recency_days,
        orders as frequency, revenue as monetary
    from scoped_buyers
),
totals as (
    select
        count(*) as customers, sum(recency_days) as recency_days, sum(frequency) as frequency,
        cast(sum(monetary) as decimal(38, 4)) as monetary
    from measured
),
recencies as (
    select recency_days, count(*) as customers
    from measured
    group by recency_days
),
recency_ranks as (
    select
        recency_days,
        sum(customers) over (order by recency_days desc) - customers as worse
    from recencies
),
frequencies as (
    select frequency, count(*) as customers
    from measured
    group by frequency
),
frequency_ranks as (
    select frequency, sum(customers) over (order by frequency) - customers as worse
    from frequencies
),
recency_scores as (
    select
        ranks.recency_days,
        cast(least(5, 1 + coalesce(floor(
            cast(5 * ranks.worse as double) / nullif(totals.customers - 1, 0)), 0)) as integer) as r
    from recency_ranks as ranks
    cross join totals
),
frequency_scores as (
    select
        ranks.frequency,
        cast(least(5, 1 + coalesce(floor(
            cast(5 * ranks.worse as double) / nullif(totals.customers - 1, 0)), 0)) as integer) as f
    from frequency_ranks as ranks
    cross join totals
),
-- a value is high when value * parts > whole: exact, where dividing money by people is not
typical as (
    select customers as parts, recency_days, frequency, monetary
    from totals
    where $typical = 'mean'
    union all
    select
        2, 2 * median(cast(recency_days as double)), 2 * median(cast(frequency as double)),
        cast(round(2 * median(cast(monetary as double)), 4) as decimal(38, 4))
    from measured
    where $typical = 'median'
    having count(*) > 0
),
levelled as (
    select
        measured.customer_key, measured.recency_days, measured.frequency, measured.monetary,
        recency_scores.r, frequency_scores.f,
        measured.recency_days * typical.parts < typical.recency_days as recent,
        measured.frequency * typical.parts > typical.frequency as frequent,
        measured.monetary * cast(typical.parts as decimal(18, 0)) > typical.monetary as important
    from measured
    join recency_scores on recency_scores.recency_days = measured.recency_days
    join frequency_scores on frequency_scores.frequency = measured.frequency
    cross join typical
)
select
    customer_key, recency_days, frequency, monetary, r, f, 10 * r + f as cell,
    case when important then 4 else 0 end + case when recent then 2 else 0 end
        + case when frequent then 1 else 0 end as kind
from levelled
