-- After gives one value, once, also for a time that has passed.
for _, d in ipairs{ -time.second, 0, time.ms } do
  local ch = time.after(d)
  local _, ok = ch:recv()
  print(ok)
  local what = select{ recv(ch, "again"), recv(time.after(2 * time.ms)) }
  print(what == "again" and "again" or "only once")
end
