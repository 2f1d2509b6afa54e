-- one row: the amount from which a line is unusually large
-- large: ten times the upper quartile and three quartile distances above it on a log scale
create or replace temp table limits as
with
quartiles as (
    select count(*) as lines, quantile_disc(amount, [0.25, 0.75]) as quartile
    from sales
    where amount > 0 and (excluded_by is null or excluded_by <> 'overlap')
)
select
    case when lines >= 30
        then greatest(10 * quartile[2], quartile[2] * power(quartile[2] / quartile[1], 3))
    end as large
from quartiles
