insert into notes (day, text, created_at, created_by) values (:day, :text, :at, :user)
