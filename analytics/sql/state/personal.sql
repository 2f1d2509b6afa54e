select columns from personal_columns where signature = :signature
