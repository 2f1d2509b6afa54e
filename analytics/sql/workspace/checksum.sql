-- one row: the rows of the table called $name, and a checksum of all that stands in them
select count(*) as lines, bit_xor(hash(whole)) as checksum from query_table($name) as whole
