-- A goroutine for every call.
local function fib(n, out)
  if n < 2 then
    out:send(n)
    return
  end
  local in_ = chan()
  go(fib, n - 1, in_)
  go(fib, n - 2, in_)
  out:send(in_:recv() + in_:recv())
end
local out = chan()
go(fib, 12, out)
print((out:recv()))
