-- grain: one row per kind of contact in the period, the most frequent first
-- parameters: those of scoped_interactions, $start when there is one, $end
select kind, count(*) as contacts, count(distinct customer_id) as customers
from scoped_interactions
where kind is not null
    and cast(occurred_at as date) <= $end
    and cast(occurred_at as date) >= $start -- when start
group by kind
order by contacts desc, kind
