-- what was done to the data without a version of its own, newest first
select at, user, action, detail from audit where action in ('restore', 'erase') order by id desc
