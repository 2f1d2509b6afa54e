-- grain: one row per line that repeats another; `whole` when it does so in every column
-- the hash only narrows the search: what is a repetition is decided by the values
create or replace temp table repeated as
with
keys as (
    select hash(order_id, product, product_code, amount, quantity, ordered_on, customer_id) as key
    from sales
    where excluded_by is null or excluded_by <> 'overlap'
    group by key
    having count(*) > 1
),
candidates as (
    select
        rowid as row_no, order_id, product,
        row(order_id, product, product_code, amount, currency, quantity, ordered_on, customer_id)
            as same,
        hash(order_id, product, product_code, amount, quantity, ordered_on, customer_id) as key,
        struct_pack(*columns(* exclude (excluded_by))) as line
    from sales
    where (excluded_by is null or excluded_by <> 'overlap') and key in (select key from keys)
),
copies as (
    select *, row_number() over (partition by key, line order by row_no) as copy
    from candidates
),
alike as (
    select
        row_no, copy, order_id is not null and product is not null as named,
        row_number() over (partition by copy, key, same order by line, row_no) as place
    from copies
)
select row_no, copy > 1 as whole
from alike
where copy > 1 or (named and place > 1)
