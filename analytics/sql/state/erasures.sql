-- grain: one row per erased customer number
select print, salt, begun_at, begun_by, ended_at from erasures order by begun_at desc, print
