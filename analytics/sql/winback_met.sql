-- grain: one row per kind of prospect of the earlier day, those the firm was in touch with after it
--     and the others: how many, and who of them ordered up to $end
-- parameters: $horizon days from the one day to the other, $horizons = 1, those of
--     winback_prospects on the earlier day, of winback_returns and of winback_contacts
-- in touch: before the first order or on its day, where there is one
with
followed as (
    select
        case when returns.customer_key is null then 0 else 1 end as came,
        case
            when contacts.contacted_on is null or contacts.contacted_on > returns.first_on then 0
            else 1
        end as contacted
    from winback_prospects_before as prospects
    left join winback_returns as returns on returns.customer_key = prospects.customer_key
    left join winback_contacts as contacts on contacts.customer_key = prospects.customer_key
),
final as (
    select contacted, count(*) as customers, cast(sum(came) as bigint) as came
    from followed
    group by contacted
)
select contacted, customers, came
from final
order by contacted
