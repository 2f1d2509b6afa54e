-- one row: what of service the contacts up to the as_of day tell
-- parameters: those of scoped_interactions
with
final as (
    select
        count(case when contact_words.meaning = 'complaint' then 1 end) as complaints,
        count(case when contact_words.meaning = 'complaint' and contacts.customer_id is null
            then 1 end) as without_customer,
        count(case when contact_words.meaning = 'solved' then 1 end) as solutions,
        count(case when contact_words.meaning in ('visit', 'call') then 1 end) as meetings,
        count(contacts.score) as scores, max(contacts.score) as highest_score,
        min(contacts.score) as lowest_score
    from scoped_interactions as contacts
    left join contact_words on contact_words.word = lower(trim(contacts.kind))
)
select
    complaints, without_customer, solutions, meetings, scores, highest_score, lowest_score
from final
order by complaints
