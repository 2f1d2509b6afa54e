-- an erasure is complete
update erasures set ended_at = :at where print = :print
