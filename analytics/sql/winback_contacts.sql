-- grain: one row per customer and horizon back from $end in which the firm was in touch with them:
--     any contact but a complaint, its solution and a survey
-- parameters: $horizon days, $horizons at most so many, and those of scoped_interactions
with
aged as (
    select
        contacts.customer_id, cast(contacts.occurred_at as date) as day,
        floor(date_diff('day', cast(contacts.occurred_at as date), $end)
            / nullif(cast($horizon as double), 0)) as horizons_back
    from scoped_interactions as contacts
    left join contact_words on contact_words.word = lower(trim(contacts.kind))
    where coalesce(contact_words.meaning, 'other') in ('visit', 'call', 'other')
),
final as (
    select
        customers.customer_key, aged.horizons_back, min(aged.day) as contacted_on
    from aged
    join customers on customers.customer_id = aged.customer_id
    where aged.horizons_back < $horizons
    group by customers.customer_key, aged.horizons_back
)
select customer_key, horizons_back, contacted_on
from final
order by customer_key, horizons_back
