-- How durations are written.
for _, d in ipairs{
  0, 1, 999, 1000, 1500, 999999, time.ms, 1234567,
  time.second - 1, time.second, 1500 * time.ms,
  59 * time.second + 999 * time.ms, time.minute,
  61 * time.second, time.hour, time.hour + time.second,
  time.hour + time.ms, 25 * time.hour,
  36 * time.hour + 15 * time.minute + 30500 * time.ms,
  -1, -1500 * time.us, -time.hour,
  100 * 24 * time.hour,
} do
  print(time.format(d))
end
