-- grain: one row per type: 4 = more money than is typical, 2 = more recent, 1 = more often
select kind, type8
from (
    values (7, 'important_value'), (6, 'important_develop'), (5, 'important_keep'),
        (4, 'important_win_back'), (3, 'general_value'), (2, 'general_develop'),
        (1, 'general_keep'), (0, 'general_win_back')
) as t (kind, type8)
