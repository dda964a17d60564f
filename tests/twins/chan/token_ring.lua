-- A token goes round a ring of five goroutines.
local n = 5
local ring = {}
for i = 0, n - 1 do
  ring[i] = chan()
end
local done = chan()
for i = 0, n - 1 do
  go(function(id)
    for token in ring[id]:range() do
      if token == 12 then
        print("ends at", id)
        done:close()
        return
      end
      print(id, "has", token)
      ring[(id + 1) % n]:send(token + 1)
    end
  end, i)
end
ring[0]:send(0)
done:recv()
