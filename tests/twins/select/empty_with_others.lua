-- The others go on while main waits for nothing; then all is over.
for i = 1, 3 do
  go(print, "other", i)
end
select{}
