-- the day of the data is the same for everybody
update facts set as_of = (select as_of from whole.facts)
