-- drops the corrections of names that stand in the deals: every row stands for itself again
delete from corrections where product in (select product from deals)
