-- one row: from which values on customers are in each score and half of the types
-- parameters: those of scored_buyers with money
-- a score rises with one measure alone, so the value of its last customer tells it of everybody
with
final as (
    select
        count(*) as buyers,
        max(case when r >= 2 then recency_days end) as r_2,
        max(case when r >= 3 then recency_days end) as r_3,
        max(case when r >= 4 then recency_days end) as r_4,
        max(case when r >= 5 then recency_days end) as r_5,
        min(case when f >= 2 then frequency end) as f_2,
        min(case when f >= 3 then frequency end) as f_3,
        min(case when f >= 4 then frequency end) as f_4,
        min(case when f >= 5 then frequency end) as f_5,
        min(case when m >= 2 then monetary end) as m_2,
        min(case when m >= 3 then monetary end) as m_3,
        min(case when m >= 4 then monetary end) as m_4,
        min(case when m >= 5 then monetary end) as m_5,
        max(case when kind in (2, 3, 6, 7) then recency_days end) as recent,
        min(case when kind in (1, 3, 5, 7) then frequency end) as frequent,
        min(case when kind >= 4 then monetary end) as important
    from scored_buyers
)
select
    buyers, r_2, r_3, r_4, r_5, f_2, f_3, f_4, f_5, m_2, m_3, m_4, m_5, recent, frequent, important
from final
order by buyers
