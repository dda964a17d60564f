-- sort whose comparator sorts without end.
-- status: 1 3
-- says: overflow|limit|memory
local function sort()
  local list = { 2, 1, 3 }
  table.sort(list, function(a, b)
    sort()
    return a < b
  end)
end
sort()
