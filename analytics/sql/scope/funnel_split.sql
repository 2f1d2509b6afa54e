-- grain: one row per customer at the first step of a funnel, with the group the customer is in;
--     a name is null where it is not known, two is null throughout where groups are made by one thing
-- parameters: $one and $two, what groups are made by: a trait of funnel_marks, 'segment', 'tier' or
--     ''; those of funnel_marks, with $at_step 1; for segment those of scored_buyers, for tier those
--     of tiered_buyers
with
entered as (
    select customer_key, reached_at as entered_at
    from funnel_reached
    where mature = 1 and left_out = 0 and step = 1
),
named as (
    select customer_key, trait, detail from funnel_marks
    union all -- when segment
    select scored.customer_key, 'segment', segment_names.segment -- when segment
    from scored_buyers as scored -- when segment
    join segment_names on segment_names.cell = scored.cell -- when segment
    union all select customer_key, 'tier', tier from tiered_buyers -- when tier
)
select
    entered.customer_key, entered.entered_at, first_name.detail as one, second_name.detail as two
from entered
left join named as first_name
    on first_name.customer_key = entered.customer_key and first_name.trait = $one
left join named as second_name
    on second_name.customer_key = entered.customer_key and second_name.trait = $two
