-- The first of three answers is taken; room lets the others end.
local answers = chan(3)
for name, d in pairs{ slow = 30, quick = 1, slower = 40 } do
  go(function()
    time.sleep(d * time.ms)
    answers:send(name)
  end)
end
local what, a = select{ recv(answers), recv(time.after(time.second)) }
print(what == 1 and a or "nobody")
