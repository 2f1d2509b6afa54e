-- grain: one row per band of silence, tier and whether the firm was in touch after the earlier day,
--     of those who had ordered by then: how many, who of them ordered up to $end, and what
-- parameters: $horizon days from the one day to the other, $horizons = 1, those of winback_standing
--     on the earlier day, of winback_returns and of winback_contacts
-- in touch: before the first order or on its day, where there is one
with
followed as (
    select
        standing.band, standing.tier, returns.orders_after,
        case when returns.customer_key is null then 0 else 1 end as came,
        case
            when contacts.contacted_on is null or contacts.contacted_on > returns.first_on then 0
            else 1
        end as contacted,
        cast(returns.brought as decimal(18, 4)) as brought
    from winback_standing_before as standing
    left join winback_returns as returns on returns.customer_key = standing.customer_key
    left join winback_contacts as contacts on contacts.customer_key = standing.customer_key
),
final as (
    select
        band, tier, contacted, count(*) as customers, cast(sum(came) as bigint) as came,
        cast(coalesce(sum(orders_after), 0) as bigint) as orders_after,
        cast(coalesce(sum(brought), 0) as double) as brought
    from followed
    group by band, tier, contacted
)
select band, tier, contacted, customers, came, orders_after, brought
from final
order by band, tier, contacted
