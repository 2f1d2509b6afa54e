-- grain: one row per currency of the money of the lines (null: none is named), the main one first
-- the main one is that of most lines: money of different currencies cannot be compared
-- counted: those of the lines that are in the figures now
create or replace temp table currencies as
select
    currency, count(*) as lines, sum(amount) as amount,
    cast(sum(case when excluded_by is null then 1 else 0 end) as bigint) as counted_lines,
    row_number() over (order by count(*) desc, sum(amount) desc, currency) as place
from sales
where (excluded_by is null or excluded_by <> 'overlap') and amount <> 0
group by currency
