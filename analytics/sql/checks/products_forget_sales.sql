-- drops the corrections of names that stand in the sales: every row stands for itself again
delete from corrections where product in (select product from sales)
