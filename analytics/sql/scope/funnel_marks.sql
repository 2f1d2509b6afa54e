-- grain: one row per customer of a funnel and what was known of them when they reached a step:
--     what is known (trait), and which it is (detail)
-- parameters: $at_step, $campaign_days, those of funnel_reached, funnel_contacts, scoped_deals,
--     scoped_lines_ever and told_customers
-- nothing later than the moment of the step counts, nor what a line sold after it tells of the
-- customer; only the customer file, which has no days, counts whenever it came
with
reached as (
    select customer_key, customer_id, reached_at
    from funnel_reached
    where mature = 1 and left_out = 0 and step = $at_step
),
marked as (
    select
        reached.customer_key, reached.reached_at, contacts.channel, contacts.owner,
        contacts.deal_id,
        row_number() over (partition by reached.customer_key order by contacts.row_no) as choice
    from reached
    join scoped_interactions as contacts
        on contacts.customer_id = reached.customer_id
        and contacts.occurred_at = reached.reached_at
    where array_contains($stages, coalesce(contacts.stage, contacts.kind))
),
products as (
    select deal_id, max(product) as product
    from scoped_deals
    where product is not null
    group by deal_id
),
bought as ( -- when orders
    select -- when orders
        reached.customer_key, lines.channel, lines.product, lines.salesperson, -- when orders
        row_number() over ( -- when orders
            partition by reached.customer_key -- when orders
            order by lines.amount desc nulls last, lines.product, lines.channel -- when orders
        ) as choice -- when orders
    from reached -- when orders
    join scoped_lines as lines -- when orders
        on lines.customer_id = reached.customer_id -- when orders
        and cast(lines.ordered_on as timestamp) + interval '86399' second = reached.reached_at -- when orders
), -- when orders
campaigns as (
    select
        reached.customer_key, coalesce(contacts.note, contacts.kind) as campaign,
        row_number() over (
            partition by reached.customer_key
            order by contacts.occurred_at desc, contacts.row_no desc
        ) as choice
    from reached
    join scoped_interactions as contacts
        on contacts.customer_id = reached.customer_id
        and contacts.occurred_at <= reached.reached_at
        and contacts.occurred_at >= reached.reached_at - $campaign_days * interval '1' day
    join contact_words on contact_words.word = lower(trim(contacts.kind))
    where contact_words.meaning = 'campaign'
),
sold as (
    select reached.customer_key, lines.ordered_on, lines.region, lines.customer_type,
        lines.salesperson
    from reached
    join scoped_lines_ever as lines on lines.customer_id = reached.customer_id
        and cast(lines.ordered_on as timestamp) + interval '86399' second <= reached.reached_at
),
lines_told as (
    select customer_key, 'region' as trait, cast(region as varchar) as detail, ordered_on
    from sold where region is not null
    union all
    select customer_key, 'customer_type', cast(customer_type as varchar), ordered_on
    from sold where customer_type is not null
    union all
    select customer_key, 'owner', cast(salesperson as varchar), ordered_on
    from sold where salesperson is not null
),
-- what tells first has rank 1: the contact itself, then the customer file, then the last line
told as (
    select customer_key, 'owner' as trait, cast(owner as varchar) as detail, 1 as rank,
        cast(reached_at as date) as told_on
    from marked
    where choice = 1 and owner is not null
    union all
    select reached.customer_key, 'owner', told.owner, 2, cast(reached.reached_at as date)
    from reached
    join told_customers as told on told.customer_id = reached.customer_id
    where told.owner is not null
    union all
    select reached.customer_key, 'region', told.region, 2, cast(reached.reached_at as date)
    from reached
    join told_customers as told on told.customer_id = reached.customer_id
    where told.region is not null
    union all
    select reached.customer_key, 'customer_type', told.type, 2, cast(reached.reached_at as date)
    from reached
    join told_customers as told on told.customer_id = reached.customer_id
    where told.type is not null
    union all
    select customer_key, trait, detail, 3, ordered_on
    from lines_told
),
ranked as (
    select
        customer_key, trait, detail,
        row_number() over (
            partition by customer_key, trait order by rank, told_on desc, detail desc
        ) as choice
    from told
)
select customer_key, 'channel' as trait, cast(channel as varchar) as detail
from marked
where choice = 1 and channel is not null
union all
select marked.customer_key, 'product', cast(products.product as varchar)
from marked
join products on products.deal_id = marked.deal_id
where marked.choice = 1
union all -- when orders
select customer_key, 'channel', cast(channel as varchar) -- when orders
from bought -- when orders
where choice = 1 and channel is not null -- when orders
union all -- when orders
select customer_key, 'product', cast(product as varchar) -- when orders
from bought -- when orders
where choice = 1 and product is not null -- when orders
union all
select customer_key, 'campaign', cast(campaign as varchar)
from campaigns
where choice = 1
union all
select customer_key, trait, detail
from ranked
where choice = 1
