-- an erasure that was stopped before anything was removed did not happen
delete from erasures where print = :print
