-- Two selects that both send and receive are partners of each other.
local function meet(ch, id, sent, got, done)
  for _ = 1, 100 do
    local what, v = select{ send(ch, id, "send"), recv(ch, "recv") }
    if what == "send" then
      sent[id] = sent[id] + 1
    else
      if v == id then
        print("met itself")
      end
      got[id] = got[id] + 1
    end
  end
  done:send(true)
end
local ch, done = chan(), chan()
local sent, got = { [0] = 0, 0 }, { [0] = 0, 0 }
go(meet, ch, 0, sent, got, done)
go(meet, ch, 1, sent, got, done)
done:recv()
done:recv()
print(sent[0] == got[1], sent[1] == got[0], sent[0] + got[0])
