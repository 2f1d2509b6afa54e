select name, value from settings
