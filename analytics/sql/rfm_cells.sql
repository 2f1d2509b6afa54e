-- grain: one row per recency score, frequency score (and money score, where money) and one of the
--     eight types that has customers
-- parameters: those of scored_buyers
with
counted as (
    select
        cell, kind, count(*) as customers, cast(sum(monetary) as double) as monetary,
        cast(sum(frequency) as bigint) as orders, cast(sum(recency_days) as bigint) as recency_days,
        min(recency_days) as recency_from, max(recency_days) as recency_to,
        min(frequency) as frequency_from, max(frequency) as frequency_to,
        cast(min(monetary) as double) as monetary_from,
        cast(max(monetary) as double) as monetary_to
        , m -- when money
        , cast(sum(margin) as double) as margin -- when margin
    from scored_buyers
    group by
        cell, kind
        , m -- when money
),
final as (
    select
        segment_names.r, segment_names.f, segment_names.segment, type_names.type8,
        counted.customers,
        counted.monetary, counted.orders, counted.recency_days, counted.recency_from,
        counted.recency_to, counted.frequency_from, counted.frequency_to,
        counted.monetary_from, counted.monetary_to
        , counted.m -- when money
        , counted.margin -- when margin
    from counted
    join segment_names on segment_names.cell = counted.cell
    join type_names on type_names.kind = counted.kind
)
select
    r, f, segment, type8, customers, monetary, orders, recency_days,
    recency_from, recency_to, frequency_from, frequency_to, monetary_from, monetary_to
    , m -- when money
    , margin -- when margin
from final
order by
    r, f, type8
    , m -- when money
