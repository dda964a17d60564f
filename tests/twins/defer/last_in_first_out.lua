for i = 1, 3 do
  defer(print, "deferred", i)
end
print("body")
