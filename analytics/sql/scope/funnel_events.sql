-- grain: one row per event of a customer that chains are made of, numbered in their order
-- parameters: $stages, what steps are made of, $places, the step of each, $stage_2 … the place at
-- which a step is named first, $excluded, and those of funnel_contacts
-- events of one moment follow the order of the steps; what is no step comes after them
with
named as (
    select
        customer_key, occurred_at, row_no, value,
        coalesce(
            $places[
                nullif(array_position($stages, name), 0)
            ]
            , case when array_contains($excluded, name) then 98 end -- when excluded
            , 99
        ) as stage
    from funnel_contacts
    where array_contains($stages, name)
        or array_contains($excluded, name) -- when excluded
        or staged -- when strict
        or not exists (select staged from funnel_staged) -- when strict
),
placed as (
    select
        customer_key, occurred_at, value, stage,
        row_number() over (partition by customer_key order by occurred_at, stage, row_no) as place
    from named
)
select
    customer_key, occurred_at, value, stage, place
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
window earlier as (partition by customer_key order by place) -- when strict
