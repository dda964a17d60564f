-- What comes first, the value or the alarm?
local function ask(delay, patience)
  local ch = chan(1)
  go(function()
    time.sleep(delay)
    ch:send("answer")
  end)
  local what, v = select{ recv(ch), recv(time.after(patience)) }
  return what == 1 and v or "too late"
end
print(ask(0, 50 * time.ms))
print(ask(50 * time.ms, 2 * time.ms))
