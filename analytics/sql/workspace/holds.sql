-- grain: one row per kind of file a version consists of: its rows, and what of them counts
with
came as (
    select
        kind, sum(rows_read) as rows_read, sum(rows_loaded) as rows_loaded,
        sum(rows_rejected) as rows_rejected, min(load_no) as first_no
    from loads
    group by kind
),
held as (
    select 'sales' as kind, excluded_by is null as counts, amount as money from sales
    union all
    select 'interactions', excluded_by is null, null from interactions
    union all
    select 'deals', excluded_by is null, value from deals
    union all
    select 'customers', excluded_by is null, null from attributes
),
counted as (
    select
        kind, count(*) filter (not counts) as left_out, sum(money) filter (counts) as amount
    from held
    group by kind
)
select
    came.kind, cast(came.rows_read as bigint) as rows_read,
    cast(came.rows_loaded as bigint) as rows_loaded,
    cast(came.rows_rejected as bigint) as rows_rejected,
    coalesce(counted.left_out, 0) as left_out, counted.amount
from came
left join counted on counted.kind = came.kind
order by came.first_no, came.kind
