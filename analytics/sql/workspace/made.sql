-- one row: what made this version
select number, built_on, made_at, made_by, action, detail from made order by number
