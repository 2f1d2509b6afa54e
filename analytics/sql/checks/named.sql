-- grain: one row per row that a check names, the most money first
-- parameters: $code, $most (at most so many rows)
create or replace temp table named as
with
flagged as (
    from faults
    where greatest(*columns(* exclude (row_no, amount, excluded_by)))
),
codes as (
    unpivot flagged on columns(* exclude (row_no, amount, excluded_by)) into name code value odd
)
select row_no, row_number() over (order by abs(amount) desc nulls last, row_no) as place
from codes
where odd and code = $code
order by place
limit $most
