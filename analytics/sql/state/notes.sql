-- grain: one row per note
select id, day, text, created_by from notes order by day, id
