-- grain: one row per event of a customer that chains are made of, numbered in their order
-- parameters: $steps, the names of the steps, $stage_2 … their places in it, and the scope's
-- events of one moment follow the order of the steps; stages that are no step come after them
with
named as (
    select
        customer_id, occurred_at, row_no, value,
        coalesce(nullif(array_position($steps, coalesce(stage, kind)), 0), 99) as stage
    from scoped_interactions
    where customer_id is not null
        and (array_contains($steps, coalesce(stage, kind))
            or stage is not null -- when strict
            or not exists (select staged from funnel_staged) -- when strict
        )
),
placed as (
    select
        customer_id, occurred_at, value, stage,
        row_number() over (partition by customer_id order by occurred_at, stage, row_no) as place
    from named
)
select
    customer_id, occurred_at, value, stage, place
    , sum(case when stage in ($stage_1, $stage_2) then 0 else 1 end) over earlier as block_2 -- when strict_2
    , sum(case when stage in ($stage_2, $stage_3) then 0 else 1 end) over earlier as block_3 -- when strict_3
    , sum(case when stage in ($stage_3, $stage_4) then 0 else 1 end) over earlier as block_4 -- when strict_4
    , sum(case when stage in ($stage_4, $stage_5) then 0 else 1 end) over earlier as block_5 -- when strict_5
    , sum(case when stage in ($stage_5, $stage_6) then 0 else 1 end) over earlier as block_6 -- when strict_6
    , sum(case when stage in ($stage_6, $stage_7) then 0 else 1 end) over earlier as block_7 -- when strict_7
    , sum(case when stage in ($stage_7, $stage_8) then 0 else 1 end) over earlier as block_8 -- when strict_8
    , sum(case when stage in ($stage_8, $stage_9) then 0 else 1 end) over earlier as block_9 -- when strict_9
    , sum(case when stage in ($stage_9, $stage_10) then 0 else 1 end) over earlier as block_10 -- when strict_10
    , sum(case when stage in ($stage_10, $stage_11) then 0 else 1 end) over earlier as block_11 -- when strict_11
    , sum(case when stage in ($stage_11, $stage_12) then 0 else 1 end) over earlier as block_12 -- when strict_12
from placed
window earlier as (partition by customer_id order by place) -- when strict
