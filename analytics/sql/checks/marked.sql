-- grain: one row per row that is left out by choice, under the first check that names it
-- parameters: $source, $left_out (codes of the checks whose rows are left out, in their order)
insert into marked
with
flagged as (
    from faults
    where excluded_by is null
        and greatest(*columns(* exclude (row_no, amount, excluded_by)))
),
codes as (
    unpivot flagged on columns(* exclude (row_no, amount, excluded_by)) into name code value odd
)
select $source, row_no, min_by(code, list_position($left_out, code))
from codes
where odd and list_contains($left_out, code)
group by row_no
