-- The prime sieve: a chain of filters that grows by one goroutine a prime.

local every = { strategy = "random", runs = 50 }
local primes = "2 3 5 7 11 13 17 19 23 29 31 37 41 43 47 53 59 61 67 71 73"
  .. " 79 83 89 97"

local function eq(got, want, what)
  if got ~= want then
    error(what .. ": got " .. tostring(got) .. ", want "
      .. tostring(want), 2)
  end
end

local function count(out, limit)
  for n = 2, limit do out:send(n) end
  out:close()
end

local function drop_multiples(prime, from, to)
  for n in from:range() do
    if n % prime ~= 0 then to:send(n) end
  end
  to:close()
end

-- At most `most` primes of the numbers up to `limit`; all channels have
-- room for `cap`.
local function sieve(limit, most, cap)
  local found, from = {}, chan(cap)
  go(count, from, limit)
  for _ = 1, most do
    local prime, ok = from:recv()
    if not ok then break end
    found[#found + 1] = prime
    local to = chan(cap)
    go(drop_multiples, prime, from, to)
    from = to
  end
  return table.concat(found, " ")
end

scenario{
  name = "sieve: the first 25 primes of numbers without end",
  explore = { strategy = "default" },
  drain = "0s",
  main = function() eq(sieve(math.huge, 25, 0), primes, "primes") end,
}

scenario{
  name = "sieve: the same with buffers",
  explore = { strategy = "default" },
  drain = "0s",
  main = function() eq(sieve(math.huge, 25, 10), primes, "primes") end,
}

scenario{
  name = "sieve: numbers that end close the whole chain",
  explore = { strategy = "default" },
  main = function() eq(sieve(100, math.huge, 0), primes, "primes") end,
}

scenario{
  name = "sieve: the primes are the same in every schedule",
  explore = every,
  main = function()
    for cap = 0, 2 do
      eq(sieve(20, math.huge, cap), "2 3 5 7 11 13 17 19", "primes")
    end
  end,
}

-- The other way round: merge the multiples of the primes found so far, and
-- what they skip is the next prime.
local function multiples(prime)
  local out = chan(4)
  go(function()
    local n = prime * prime
    while true do
      out:send(n)
      n = n + prime
    end
  end)
  return out
end

-- Two rising streams into one, duplicates dropped.
local function merge(a, b)
  local out = chan(4)
  go(function()
    local x, y = a:recv(), b:recv()
    while true do
      local least = math.min(x, y)
      out:send(least)
      if x == least then x = a:recv() end
      if y == least then y = b:recv() end
    end
  end)
  return out
end

local function sieve_by_merging(most)
  local found, n = { 2 }, 3
  local composites = multiples(2)
  local composite = composites:recv()
  while #found < most do
    while composite < n do composite = composites:recv() end
    if n < composite then
      found[#found + 1] = n
      composites = merge(composites, multiples(n))
    end
    n = n + 1
  end
  return table.concat(found, " ")
end

scenario{
  name = "sieve: the first 25 primes by merging what is composite",
  explore = { strategy = "default" },
  drain = "0s",
  main = function() eq(sieve_by_merging(25), primes, "primes") end,
}
