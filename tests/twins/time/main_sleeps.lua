-- While main sleeps the others run to where they wait.
local ch = chan()
for i = 0, 2 do
  go(function(i)
    print("waiting", i)
    print("got", i, (ch:recv()))
  end, i)
end
time.sleep(2 * time.ms)
for i = 0, 2 do
  ch:send(i)
end
time.sleep(2 * time.ms)
print("end")
