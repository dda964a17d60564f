-- Two goroutines that send and receive in one select on one channel.
-- Without a buffer a value can only come from the other one.

-- Every second round of goroutine 2 has its cases the other way round.
local function round(ch, own, reversed)
  if reversed then
    return select{ recv(ch, "got"), send(ch, own, "sent") }
  end
  return select{ send(ch, own, "sent"), recv(ch, "got") }
end

local function take_part(ch, own, rounds)
  for i = 1, rounds do
    local case, v = round(ch, own, own == 2 and i % 2 == 0)
    if case == "got" and ch:cap() == 0 then
      assert(v ~= own, "received its own value")
    end
  end
end

local function two_partners(cap, rounds)
  local ch, wg = chan(cap), sync.waitgroup()
  for own = 1, 2 do
    wg:go(function() take_part(ch, own, rounds) end)
  end
  wg:wait()
end

local function scenarios(phrase, cap)
  scenario{
    name = "self select: " .. phrase .. ", 1,000 rounds",
    explore = { strategy = "default" },
    main = function() two_partners(cap, 1000) end,
  }
  scenario{
    name = "self select: " .. phrase .. ", in every schedule",
    explore = { strategy = "random", runs = 100 },
    main = function() two_partners(cap, 10) end,
  }
end

scenarios("without a buffer no one meets himself", 0)
scenarios("with a buffer no one waits for ever", 10)
