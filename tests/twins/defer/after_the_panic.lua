-- A defer statement that was not reached counts for nothing.
defer(print, "reached")
if #"x" == 1 then
  panic("boom")
end
defer(print, "not reached")
