-- one product name stands for itself again
-- parameters: $id
delete from corrections where product = $id
