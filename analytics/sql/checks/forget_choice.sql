-- drops the choice of one check: what is usual applies again
-- parameters: $code
delete from choices where code = $code
