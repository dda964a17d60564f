-- A timer started by a timer, five deep.
local done = chan()
local next_
function next_(n)
  print(n)
  if n == 0 then
    done:close()
    return
  end
  time.after_func(time.ms, function() next_(n - 1) end)
end
next_(5)
done:recv()
