-- one row where any line names the currency of its money
select currency from sales where currency is not null limit 1
