-- grain: one row per currency of the money of the lines, the main one first
select currency, lines, amount, counted_lines from currencies order by place
