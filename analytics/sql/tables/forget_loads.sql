-- drops the records of files of one kind
-- parameters: $kind
delete from loads where kind = $kind
