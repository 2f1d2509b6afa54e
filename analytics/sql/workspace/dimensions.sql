-- grain: one row per filter and value the data has, most lines first
select name, value
from dimensions
order by name, lines desc, value
