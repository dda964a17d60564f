-- Both wait in a select for what the other never does.
local a, b = chan(), chan()
go(function()
  select{ recv(a), recv(b) }
end)
print("waiting")
select{ recv(a), recv(b) }
