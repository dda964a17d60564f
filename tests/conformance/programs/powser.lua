-- Power series as processes, after an idea of M. D. McIlroy's: a series is
-- a goroutine that works out its next coefficient when it is asked for one.
-- The series of exp, tan and 1/F are defined by themselves, so their
-- networks have loops, and only lazy answers and a tee that waits on a
-- changing set of channels keep them from standing still.

local go_order = { strategy = "default" }
local every = { strategy = "random", runs = 20 }

-- Exact fractions.

local function gcd(a, b)
  while b ~= 0 do a, b = b, a % b end
  return a
end

local function ratio(num, den)
  if den < 0 then num, den = -num, -den end
  local g = gcd(math.abs(num), den)
  return { num = num / g, den = den / g }
end

local zero, one = ratio(0, 1), ratio(1, 1)

local function plus(a, b)
  return ratio(a.num * b.den + b.num * a.den, a.den * b.den)
end

local function times(a, b) return ratio(a.num * b.num, a.den * b.den) end

local function over(a, b) return ratio(a.num * b.den, a.den * b.num) end

local function text(a)
  return a.den == 1 and ("%d"):format(a.num)
    or ("%d/%d"):format(a.num, a.den)
end

-- A series has a channel for questions and one for answers.

local function new_series() return { ask = chan(), give = chan() } end

local function next_of(series)
  series.ask:send(true)
  return (series.give:recv())
end

-- Answers every question with what `step` returns. Nothing is worked out
-- before the first question.
local function serve(series, step)
  go(function()
    for _ in series.ask:range() do series.give:send(step()) end
  end)
  return series
end

local function series_of(step) return serve(new_series(), step) end

-- `first` for the first coefficient, then what `rest` makes.
local function first_then(first, rest)
  local tail
  local started = false
  return series_of(function()
    if not started then
      started = true
      return first()
    end
    tail = tail or rest()
    return next_of(tail)
  end)
end

-- The coefficients of `source` for each of `outs`, at its own pace. A reader
-- that is behind is served even while the source owes an answer: in a loop
-- that very reader may be what the source is waiting for.
local function tee(source, outs)
  local known, owed = {}, false
  local readers = {}
  for i, out in ipairs(outs) do
    readers[i] = { out = out, at = 0, waits = false }
  end

  local function serve_waiting()
    for _, reader in ipairs(readers) do
      if reader.waits and reader.at < #known then
        reader.at = reader.at + 1
        reader.waits = false
        reader.out.give:send(known[reader.at])
      end
    end
  end

  local function anyone_waits()
    for _, reader in ipairs(readers) do
      if reader.waits then return true end
    end
    return false
  end

  local function cases()
    local list = {}
    for i, reader in ipairs(readers) do
      list[i] = not reader.waits and recv(reader.out.ask, reader) or false
    end
    list[#readers + 1] = owed and recv(source.give, "answer") or false
    list[#readers + 2] = not owed and anyone_waits()
      and send(source.ask, true, "asked") or false
    return list
  end

  go(function()
    while true do
      local case, value = select(cases())
      if case == "answer" then
        known[#known + 1] = value
        owed = false
      elseif case == "asked" then
        owed = true
      else
        case.waits = true
      end
      serve_waiting()
    end
  end)
end

local function two_of(source)
  local a, b = new_series(), new_series()
  tee(source, { a, b })
  return a, b
end

-- The algebra.

local function polynomial(list)
  local i = 0
  return series_of(function()
    i = i + 1
    return list[i] and ratio(list[i], 1) or zero
  end)
end

local function ones() return series_of(function() return one end) end

local function add(f, g)
  return series_of(function() return plus(next_of(f), next_of(g)) end)
end

local function scale(c, f)
  return series_of(function() return times(c, next_of(f)) end)
end

local function shift(f)
  return first_then(function() return zero end, function() return f end)
end

-- (a + xF)(b + xG) = ab + x(aG + bF + xFG)
local function multiply(f, g)
  local a, b
  return first_then(
    function()
      a, b = next_of(f), next_of(g)
      return times(a, b)
    end,
    function()
      local f1, f2 = two_of(f)
      local g1, g2 = two_of(g)
      return add(add(scale(a, g1), scale(b, f1)), shift(multiply(f2, g2)))
    end)
end

local function integrate(constant, f)
  local n = 0
  return first_then(
    function() return constant end,
    function()
      return series_of(function()
        n = n + 1
        return over(next_of(f), ratio(n, 1))
      end)
    end)
end

local function differentiate(f)
  local n = 0
  return series_of(function()
    if n == 0 then next_of(f) end
    n = n + 1
    return times(ratio(n, 1), next_of(f))
  end)
end

-- A series defined by itself: `make` gets a copy of what it returns.
local function fixpoint(make, copies)
  local outs = { new_series() }
  for i = 1, copies or 1 do outs[i + 1] = new_series() end
  tee(make(unpack(outs, 2)), outs)
  return outs[1]
end

-- y = 1 + integral of F'y, for a series F that starts with 0.
local function exponential(f)
  return fixpoint(function(y)
    return integrate(one, multiply(differentiate(f), y))
  end)
end

-- y = integral of 1 + y * y
local function tangent()
  return fixpoint(function(y1, y2)
    return integrate(zero, add(polynomial{ 1 }, multiply(y1, y2)))
  end, 2)
end

-- 1/(a + xF) = y with y = 1/a - x(F/a)y
local function reciprocal(f)
  local a
  return fixpoint(function(y)
    return first_then(
      function()
        a = next_of(f)
        return over(one, a)
      end,
      function()
        return scale(over(ratio(-1, 1), a), multiply(f, y))
      end)
  end)
end

-- F(G) for a series G that starts with 0: a + xF at G is a + G * F(G).
local function substitute(f, g)
  return first_then(
    function() return next_of(f) end,
    function()
      local g1, g2 = two_of(g)
      next_of(g1)
      return multiply(g1, substitute(f, g2))
    end)
end

-- F(c * x^n)
local function monomial(f, c, n)
  local power, i = one, -1
  return series_of(function()
    i = i + 1
    if i % n ~= 0 then return zero end
    local coefficient = times(power, next_of(f))
    power = times(power, c)
    return coefficient
  end)
end

local function coefficients(series, n)
  local list = {}
  for i = 1, n do list[i] = text(next_of(series)) end
  return table.concat(list, " ")
end

-- `want` also tells how many coefficients to ask for. The processes wait
-- for a next question when main ends.
local function series_test(phrase, make, want, explore)
  local _, n = want:gsub("%S+", "")
  scenario{
    name = "power series: " .. phrase,
    explore = explore or go_order,
    drain = "0s",
    main = function()
      local got = coefficients(make(), n)
      assert(got == want, got .. ", want " .. want)
    end,
  }
end

local minus_one = ratio(-1, 1)
local function x() return polynomial{ 0, 1 } end

series_test("a sum", function()
  return add(ones(), polynomial{ 1, 2, 3 })
end, "2 3 4 1 1 1")

series_test("a product", function()
  return multiply(polynomial{ 1, 2, 3 }, polynomial{ 4, -5, 6 })
end, "4 3 8 -3 18 0 0")

series_test("ones squared", function()
  return multiply(ones(), ones())
end, "1 2 3 4 5 6 7 8 9 10")

series_test("a tee's two readers", function()
  local a, b = two_of(ones())
  for _ = 1, 3 do next_of(b) end
  return add(a, scale(minus_one, b))
end, "0 0 0 0 0")

series_test("the derivative of ones", function()
  return differentiate(ones())
end, "1 2 3 4 5 6 7 8")

series_test("the integral of ones", function()
  return integrate(zero, ones())
end, "0 1 1/2 1/3 1/4 1/5 1/6 1/7")

series_test("exp(x)", function()
  return exponential(x())
end, "1 1 1/2 1/6 1/24 1/120 1/720 1/5040 1/40320 1/362880")

series_test("exp(x + x^2)", function()
  return exponential(polynomial{ 0, 1, 1 })
end, "1 1 3/2 7/6 25/24 27/40 331/720")

series_test("exp(x) times exp(-x)", function()
  return multiply(exponential(x()), exponential(polynomial{ 0, -1 }))
end, "1 0 0 0 0 0 0 0")

series_test("1/(1 - x)", function()
  return reciprocal(polynomial{ 1, -1 })
end, "1 1 1 1 1 1 1 1 1 1")

series_test("1/(2 + x)", function()
  return reciprocal(polynomial{ 2, 1 })
end, "1/2 -1/4 1/8 -1/16 1/32 -1/64")

series_test("1/(1 - x - x^2)", function()
  return reciprocal(polynomial{ 1, -1, -1 })
end, "1 1 2 3 5 8 13 21 34 55")

series_test("1/exp(x)", function()
  return reciprocal(exponential(x()))
end, "1 -1 1/2 -1/6 1/24 -1/120 1/720")

series_test("ones at x + x^2", function()
  return substitute(ones(), polynomial{ 0, 1, 1 })
end, "1 1 2 3 5 8 13")

series_test("exp at 2x, substituted", function()
  return substitute(exponential(x()), polynomial{ 0, 2 })
end, "1 2 2 4/3 2/3 4/15")

series_test("ones at -x^2", function()
  return monomial(ones(), minus_one, 2)
end, "1 0 -1 0 1 0 -1 0")

series_test("arctan", function()
  return integrate(zero, monomial(ones(), minus_one, 2))
end, "0 1 0 -1/3 0 1/5 0 -1/7 0 1/9")

series_test("tan", function() return tangent() end,
  "0 1 0 1/3 0 2/15 0 17/315")

series_test("tan at arctan", function()
  return substitute(tangent(),
    integrate(zero, monomial(ones(), minus_one, 2)))
end, "0 1 0 0 0 0")

series_test("exp(x) in every schedule", function()
  return exponential(x())
end, "1 1 1/2 1/6 1/24", every)

series_test("tan in every schedule", function() return tangent() end,
  "0 1 0 1/3", every)
