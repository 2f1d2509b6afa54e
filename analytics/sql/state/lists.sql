select * from lists order by id desc
