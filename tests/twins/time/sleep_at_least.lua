for _, d in ipairs{ 1, time.us, 2 * time.ms } do
  local start = time.now()
  time.sleep(d)
  print(time.format(d), time.since(start) >= d)
end
