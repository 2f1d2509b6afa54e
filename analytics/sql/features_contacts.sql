-- grain: one row per customer visited, called, surveyed or complaining up to $as_of
-- parameters: those of scoped_interactions; $most, those drawn alone, by scoped_orders
-- contacts are visits and calls; open complaints are those filed − those solved, null where the
--     firm notes nobody's complaint as solved
with
known as (
    select
        contacts.customer_id, contact_words.meaning, contacts.score,
        date_diff('day', cast(contacts.occurred_at as date), cast($as_of as date)) as days_ago,
        row_number() over (
            partition by contacts.customer_id, contact_words.meaning
            order by contacts.occurred_at desc, contacts.row_no desc
        ) as back
    from scoped_interactions as contacts
    inner join contact_words on contact_words.word = lower(trim(contacts.kind))
    where contact_words.meaning <> 'campaign'
),
noted as (
    select sum(case when meaning = 'solved' then 1 else 0 end) as solved
    from known
),
contacted as (
    select
        known.customer_id,
        min(case when known.meaning = 'visit' then known.days_ago end) as days_since_visit,
        min(case when known.meaning = 'call' then known.days_ago end) as days_since_call,
        min(case when known.meaning in ('visit', 'call') then known.days_ago end)
            as days_since_contact,
        min(case when known.meaning = 'complaint' then known.days_ago end)
            as days_since_complaint,
        count(case
            when known.meaning in ('visit', 'call') and known.days_ago < 90 then 1
        end) as contacts_90,
        count(case
            when known.meaning in ('visit', 'call') and known.days_ago between 90 and 179 then 1
        end) as contacts_90_before,
        count(case
            when known.meaning in ('visit', 'call') and known.days_ago between 90 and 364 then 1
        end) as contacts_275_before,
        case
            when max(noted.solved) > 0 then cast(greatest(0, sum(case known.meaning
                when 'complaint' then 1 when 'solved' then -1 else 0
            end)) as bigint)
        end as open_complaints,
        max(case when known.meaning = 'survey' and known.back = 1 then known.score end)
            as survey_score
    from known
    cross join noted
    group by known.customer_id
),
final as (
    select
        customers.customer_key, contacted.days_since_visit, contacted.days_since_call,
        contacted.days_since_contact, contacted.days_since_complaint, contacted.contacts_90,
        contacted.contacts_90_before, contacted.contacts_275_before, contacted.open_complaints,
        contacted.survey_score
    from contacted
    inner join customers on customers.customer_id = contacted.customer_id
    inner join drawn_buyers on drawn_buyers.customer_key = customers.customer_key -- when most
)
select
    customer_key, days_since_visit, days_since_call, days_since_contact, days_since_complaint,
    contacts_90, contacts_90_before, contacts_275_before, open_complaints, survey_score
from final
order by customer_key
