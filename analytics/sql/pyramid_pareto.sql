-- grain: one row per product, category, region, channel or salesperson, the largest first; those
--     beyond the first $rows are one row without a name
-- parameters: those of scoped_lines, $dimension; $regions where regions are those of customers
with
named as (
    select
        case $dimension
            when 'product' then lines.product
            when 'category' then lines.category
            when 'region' then customers.region -- when regions
            when 'region' then lines.region
            when 'channel' then lines.channel
            else lines.salesperson
        end as item,
        lines.amount
    from scoped_lines as lines
    left join customers on customers.customer_id = lines.customer_id -- when regions
),
summed as (
    select coalesce(item, '') as item, sum(amount) as value, count(*) as lines
    from named
    group by coalesce(item, '')
),
ranked as (
    select
        item, value, lines, row_number() over (order by value desc, item) as rank,
        sum(value) over () as total, count(*) over () as items
    from summed
),
listed as (
    select
        case when rank <= $rows then item end as item, min(rank) as rank, count(*) as items,
        sum(value) as value, sum(lines) as lines, max(total) as total, max(items) as all_items
    from ranked
    group by case when rank <= $rows then item end
),
final as (
    select
        item, rank, items, cast(value as double) as value, lines,
        cast(value as double) / nullif(cast(greatest(total, 0) as double), 0) as value_share,
        cast(sum(value) over (order by rank) as double)
            / nullif(cast(greatest(total, 0) as double), 0) as cumulative_share,
        all_items
    from listed
)
select item, rank, items, value, lines, value_share, cumulative_share, all_items
from final
order by rank
