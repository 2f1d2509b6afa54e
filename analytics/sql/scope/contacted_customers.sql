-- grain: one row per customer visited or called up to $as_of, with the day of the last time
-- parameters: those of scoped_interactions
select contacts.customer_id, cast(max(contacts.occurred_at) as date) as last_contact_on
from scoped_interactions as contacts
inner join contact_words on contact_words.word = lower(trim(contacts.kind))
where contact_words.meaning in ('visit', 'call')
group by contacts.customer_id
