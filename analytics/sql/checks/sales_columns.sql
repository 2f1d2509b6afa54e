-- grain: one row per column of the sales lines
select column_name from duckdb_columns() where table_name = 'sales' order by column_index
