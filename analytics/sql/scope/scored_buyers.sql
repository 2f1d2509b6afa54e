-- grain: one row per customer with a counting order: recency and frequency scored, and its place
--     in both maps as numbers (cell, kind), named by segment_names and type_names
-- parameters: those of scoped_buyers, $end, $typical ("mean" or "median") for the map of eight;
--     money: also scores money; margin: also sums margin; names: also says who they are; cuts: scores by $r_5 … $r_2 (days, at
--     most), $f_2 … $f_5 (orders, at least); money_cuts: $m_2 … $m_5 (money, at least)
-- a score is 1 + floor(5 * share of the other customers that are worse), at most 5; distinct
-- values are ranked, so equal values score alike and 600,000 customers cost a few hundred ranks
with
measured as (
    select
        customer_key, date_diff('day', last_order_on, $end) as recency_days,
        orders as frequency, revenue as monetary
        , margin -- when margin
        , customer_id, name, region -- when names
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
        coalesce(
            case when ranks.recency_days <= $r_5 then 5 when ranks.recency_days <= $r_4 then 4 -- when cuts
                when ranks.recency_days <= $r_3 then 3 when ranks.recency_days <= $r_2 then 2 -- when cuts
                else 1 end, -- when cuts
            cast(least(5, 1 + coalesce(floor(
                cast(5 * ranks.worse as double) / nullif(totals.customers - 1, 0)), 0)) as integer)
        ) as r
    from recency_ranks as ranks
    cross join totals
),
frequency_scores as (
    select
        ranks.frequency,
        coalesce(
            case when ranks.frequency >= $f_5 then 5 when ranks.frequency >= $f_4 then 4 -- when cuts
                when ranks.frequency >= $f_3 then 3 when ranks.frequency >= $f_2 then 2 -- when cuts
                else 1 end, -- when cuts
            cast(least(5, 1 + coalesce(floor(
                cast(5 * ranks.worse as double) / nullif(totals.customers - 1, 0)), 0)) as integer)
        ) as f
    from frequency_ranks as ranks
    cross join totals
),
-- money hardly repeats: a score of k asks for more money than the customer has before whom
-- (k - 1) fifths of the others stand; customers are first put into purses of about as much money,
-- so that only those in the (at most four) purses that such a customer is in need sorting
purse_of as (
    select
        customer_key, monetary,
        case when monetary < 0 then -1 - floor(sqrt(-cast(monetary as double)))
            else floor(sqrt(cast(monetary as double))) end as purse
    from measured
),
purses as (
    select purse, count(*) as customers
    from purse_of
    group by purse
),
purse_ranks as (
    select purse, customers, sum(customers) over (order by purse) - customers as poorer
    from purses
),
score_places as (
    select
        scores.score, ceil(cast((scores.score - 1) * (totals.customers - 1) as double) / 5) as place
    from (values (2), (3), (4), (5)) as scores (score)
    cross join totals
),
looked_into as (
    select ranks.purse, ranks.poorer
    from purse_ranks as ranks
    join score_places on score_places.place > ranks.poorer
        and score_places.place <= ranks.poorer + ranks.customers
    group by ranks.purse, ranks.poorer
),
moneys as (
    select
        purse_of.monetary,
        looked_into.poorer + row_number() over (
            partition by purse_of.purse order by purse_of.monetary, purse_of.customer_key
        ) as place
    from purse_of
    join looked_into on looked_into.purse = purse_of.purse
),
money_steps as (
    select
        max(case when score_places.score = 2 then moneys.monetary end) as for_2,
        max(case when score_places.score = 3 then moneys.monetary end) as for_3,
        max(case when score_places.score = 4 then moneys.monetary end) as for_4,
        max(case when score_places.score = 5 then moneys.monetary end) as for_5
    from moneys
    join score_places on score_places.place = moneys.place
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
        measured.margin, -- when margin
        measured.customer_id, measured.name, measured.region, -- when names
        coalesce( -- when money
            case when measured.monetary >= $m_5 then 5 when measured.monetary >= $m_4 then 4 -- when money_cuts
                when measured.monetary >= $m_3 then 3 when measured.monetary >= $m_2 then 2 -- when money_cuts
                else 1 end, -- when money_cuts
            case when measured.monetary > money_steps.for_5 then 5 -- when money
                when measured.monetary > money_steps.for_4 then 4 -- when money
                when measured.monetary > money_steps.for_3 then 3 -- when money
                when measured.monetary > money_steps.for_2 then 2 else 1 end -- when money
        ) as m, -- when money
        recency_scores.r, frequency_scores.f,
        measured.recency_days * typical.parts < typical.recency_days as recent,
        measured.frequency * typical.parts > typical.frequency as frequent,
        measured.monetary * cast(typical.parts as decimal(18, 0)) > typical.monetary as important
    from measured
    join recency_scores on recency_scores.recency_days = measured.recency_days
    join frequency_scores on frequency_scores.frequency = measured.frequency
    cross join typical
    cross join money_steps -- when money
)
select
    customer_key, recency_days, frequency, monetary, r, f, 10 * r + f as cell,
    m, -- when money
    margin, -- when margin
    customer_id, name, region, -- when names
    case when important then 4 else 0 end + case when recent then 2 else 0 end
        + case when frequent then 1 else 0 end as kind
from levelled
