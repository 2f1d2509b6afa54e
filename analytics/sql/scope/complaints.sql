-- grain: one row per complaint filed by the end of the as_of day, with the first answer and solution
-- parameters: those of scoped_interactions
-- what is noted as solved closes the customer's latest complaint that is open; the first visit or
-- call after a complaint, or its solution, is the answer to it
with
noted as (
    select
        contacts.customer_id, contacts.occurred_at, contacts.row_no, contacts.kind, contacts.note,
        contact_words.meaning,
        case when contact_words.meaning = 'solved' then 1 else 0 end as solved,
        case contact_words.meaning when 'complaint' then 1 when 'solved' then -1 else 0 end as step
    from scoped_interactions as contacts
    join contact_words on contact_words.word = lower(trim(contacts.kind))
    where contacts.customer_id is not null
        and contact_words.meaning in ('complaint', 'solved', 'visit', 'call')
),
placed as (
    select
        customer_id, occurred_at, kind, note, meaning, step,
        row_number() over (partition by customer_id order by occurred_at, solved, row_no) as place
    from noted
),
summed as (
    select
        customer_id, occurred_at, kind, note, meaning, place,
        sum(step) over sofar as standing,
        min(case when meaning in ('visit', 'call') then occurred_at end) over later as met_at
    from placed
    window
        sofar as (partition by customer_id order by place),
        later as (
            partition by customer_id order by place
            rows between 1 following and unbounded following
        )
),
-- how many are open when a complaint has come, or when it is solved: the two belong together that
-- follow each other at one number. A solution without an open complaint takes none off the count
nested as (
    select
        customer_id, occurred_at, kind, note, meaning, place, met_at,
        standing - least(0, min(standing) over (partition by customer_id order by place))
            + case when meaning = 'solved' then 1 else 0 end as open_then
    from summed
    where meaning in ('complaint', 'solved')
),
followed as (
    select
        customer_id, occurred_at as filed_at, kind, note, meaning, place, met_at,
        lead(case when meaning = 'solved' then occurred_at end) over (
            partition by customer_id, open_then order by place
        ) as solved_at
    from nested
)
select
    customer_id, filed_at, place, kind, note,
    case when solved_at < met_at then solved_at else coalesce(met_at, solved_at) end as answered_at,
    solved_at
from followed
where meaning = 'complaint'
