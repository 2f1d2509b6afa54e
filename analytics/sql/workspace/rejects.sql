-- grain: one row per rejected value of the files this version is made of
select rejects.load_no, loads.file, rejects.line, rejects.column_name, rejects.value, rejects.reason
from rejects
join loads on loads.load_no = rejects.load_no
order by rejects.load_no, rejects.line, rejects.column_name
