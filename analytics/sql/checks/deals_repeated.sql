-- grain: one row per deal that repeats another row in every column
create or replace temp table repeated as
with
copies as (
    select rowid as row_no, row_number() over (partition by line order by rowid) as copy
    from (
        select rowid, struct_pack(*columns(* exclude (excluded_by))) as line
        from deals
        where excluded_by is null or excluded_by not in ('overlap', 'superseded')
    ) as rows
)
select row_no from copies where copy > 1
