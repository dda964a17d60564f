-- Channels and values of all cases are evaluated once, from top to bottom,
-- the unchosen ones too.
local function ch(name, c)
  print("channel", name)
  return c
end
local function value(n)
  print("value", n)
  return n
end
local none = nilchan
local ready = chan(2)
local what, v = select{
  send(ch("a", none), value(1), "a"), recv(ch("b", none), "b"),
  send(ch("c", ready), value(2), "c"), send(ch("d", none), value(3), "d"),
}
print(what)
what, v = select{
  recv(ch("e", none), "e"), recv(ch("f", ready), "f"),
  send(ch("g", none), value(4), "g"),
}
print(what, v)
what = select{ send(ch("h", none), value(5)), default = true }
print(what)
