-- leaves out the lines in another currency than the main one: their money cannot be added to it
update sales set excluded_by = 'mixed_currency'
where excluded_by is null and currency is not null
    and currency is distinct from (select currency from currencies where place = 1)
