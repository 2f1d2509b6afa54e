-- grain: one row per line, with what is odd about it; lines of an overlap are only that
-- lines that end in `-- when overlap` are there once an overlap has been kept, those that end in
-- `-- when corrected` once product names have been corrected
create or replace temp view faults as
with
lines as (
    select
        rowid as row_no, customer_id, ordered_on, quantity, amount, returned, currency, excluded_by,
        coalesce(
            named_product, -- when corrected
            product
        ) as named,
        coalesce(excluded_by = 'overlap', false)
            or coalesce(overlap, false) -- when overlap
            as overlap,
        excluded_by is null or excluded_by <> 'overlap' as looked_at
    from sales
),
main as (
    select max(currency) as currency from currencies where place = 1
)
select
    row_no, amount, excluded_by, overlap,
    looked_at and lines.currency is not null
        and lines.currency is distinct from main.currency as mixed_currency,
    row_no in (select row_no from repeated where whole) as duplicate_line,
    row_no in (select row_no from repeated where not whole) as duplicate_order_line,
    looked_at and coalesce(
        ordered_on < date '1970-01-01' or ordered_on > latest.day, false
    ) as impossible_date,
    looked_at and customer_id is null as no_customer,
    looked_at and amount = 0 as zero_price,
    looked_at and coalesce(amount < 0 and quantity > 0, false) as negative_price,
    row_no in (select row_no from early_returns) as return_without_order,
    looked_at and coalesce(returned, false) as returned,
    looked_at and coalesce(amount > limits.large, false) as outlier,
    looked_at and coalesce(named in (select product from misnamed), false) as unknown_product
from lines, limits, main
left join latest on latest.kind = 'sales'
