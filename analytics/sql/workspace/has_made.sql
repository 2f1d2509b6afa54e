-- one row where a version says what made it
select table_name from duckdb_tables() where table_name = 'made' order by table_name
