-- grain: one row per kind of contact known by as_of, the most frequent first
-- parameters: those of scoped_interactions
select kind, count(*) as contacts
from scoped_interactions
where kind is not null
group by kind
order by contacts desc, kind
