-- one row: which tables and columns this version has
select number from layout
