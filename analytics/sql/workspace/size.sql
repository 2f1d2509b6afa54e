-- one row: the bytes that all blocks of the opened version take, its head apart
select block_size * total_blocks as bytes from pragma_database_size() order by bytes
