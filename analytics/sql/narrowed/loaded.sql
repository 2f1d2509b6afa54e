-- grain: one row per file a version is made of: what its columns held and how it was read
select kind, mapping, options from loads order by load_no
