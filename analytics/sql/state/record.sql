insert into audit (at, user, action, detail) values (:at, :user, :action, :detail)
