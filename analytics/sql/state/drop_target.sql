delete from targets where month = :month
