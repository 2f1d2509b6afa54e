-- grain: one row per line that is left out by choice, under the first check that names it
-- parameters: $left_out, the codes of the checks whose lines are left out
create or replace temp table marked as
select
    row_no,
    case
        when duplicate_line and list_contains($left_out, 'duplicate_line') then 'duplicate_line'
        when duplicate_order_line and list_contains($left_out, 'duplicate_order_line')
            then 'duplicate_order_line'
        when impossible_date and list_contains($left_out, 'impossible_date') then 'impossible_date'
        when no_customer and list_contains($left_out, 'no_customer') then 'no_customer'
        when zero_price and list_contains($left_out, 'zero_price') then 'zero_price'
        when negative_price and list_contains($left_out, 'negative_price') then 'negative_price'
        when return_without_order and list_contains($left_out, 'return_without_order')
            then 'return_without_order'
        when returned and list_contains($left_out, 'returned') then 'returned'
        when outlier and list_contains($left_out, 'outlier') then 'outlier'
    end as code
from faults
where excluded_by is null and code is not null
