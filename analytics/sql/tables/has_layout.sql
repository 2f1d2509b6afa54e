-- one row where a version says which tables and columns it has
select table_name from duckdb_tables() where table_name = 'layout' order by table_name
