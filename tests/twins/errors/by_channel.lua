-- Results and errors of workers by one channel.
local err_odd = errors.new("odd")
local results = {}
for i = 0, 3 do
  results[i] = chan(1)
  go(function(n)
    if n % 2 == 1 then
      results[n]:send{ n = n, err = errors.wrap("worker " .. n, err_odd) }
      return
    end
    results[n]:send{ n = n * n }
  end, i)
end
for i = 0, 3 do
  local r = results[i]:recv()
  print(r.n, r.err, errors.is(r.err, err_odd))
end
