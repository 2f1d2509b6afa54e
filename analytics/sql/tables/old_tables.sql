-- grain: one row per table of the version before; it may lack those that came later
select table_name from duckdb_tables() where database_name = 'old' order by table_name
