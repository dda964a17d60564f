-- Each deferred call panics and defers the next.
-- status: 1 3
local function f()
  defer(f)
  panic("again")
end
func(f)()
