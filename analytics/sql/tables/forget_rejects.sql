-- drops the rejected rows of files of one kind
-- parameters: $kind
delete from rejects
where load_no in (select load_no from loads where kind = $kind)
