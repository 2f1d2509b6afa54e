-- grain: one row per contact that repeats another in every column but its place in the file
-- the hash only narrows the search: what is a repetition is decided by the values
create or replace temp table repeated as
with
keys as (
    select hash(customer_id, occurred_at, kind, stage, deal_id) as key
    from interactions
    where excluded_by is null or excluded_by <> 'overlap'
    group by key
    having count(*) > 1
),
candidates as (
    select rowid as place, struct_pack(*columns(* exclude (row_no, excluded_by))) as line
    from interactions
    where (excluded_by is null or excluded_by <> 'overlap')
        and hash(customer_id, occurred_at, kind, stage, deal_id) in (select key from keys)
),
copies as (
    select place, row_number() over (partition by line order by place) as copy
    from candidates
)
select place as row_no from copies where copy > 1
