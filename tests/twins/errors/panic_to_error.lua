-- A panic becomes an error of the function, an error becomes a panic again.
local err_range = errors.new("out of range")
local function risky(n)
  if n > 2 then
    panic(errors.wrap("index " .. n, err_range))
  end
  print("fine", n)
end
local function safe(n)
  local err
  func(function()
    defer(function()
      local e = recover()
      if e then
        err = errors.wrap("safe", e)
      end
    end)
    risky(n)
  end)()
  return err
end
print(safe(1))
local err = safe(3)
print(err, errors.is(err, err_range))
panic(err)
