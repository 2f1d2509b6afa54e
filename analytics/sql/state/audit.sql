select at, user, action, detail from audit order by id desc
