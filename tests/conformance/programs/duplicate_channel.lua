-- A select that waits twice on one channel and is woken through another
-- must leave the first channel's queue whole, with who came after it.

local every = { strategy = "random", runs = 100 }

local function eq(got, want, what)
  if got ~= want then
    error(what .. ": got " .. tostring(got) .. ", want "
      .. tostring(want), 2)
  end
end

local function settle() time.sleep("1ms") end

scenario{
  name = "duplicate channel: the receiver behind the select is still served",
  explore = every,
  main = function()
    local twice, other, ended = chan(), chan(), chan()
    local won, got
    go(function()
      won = select{ recv(twice), recv(twice), recv(other) }
      ended:send(true)
    end)
    settle()
    go(function() got = twice:recv() end)
    settle()
    other:send("wake")
    ended:recv()
    eq(won, 3, "case")
    twice:send("next")
    settle()
    eq(got, "next", "value of the receiver behind")
  end,
}

scenario{
  name = "duplicate channel: the same between two plain receivers",
  explore = every,
  main = function()
    local twice, other, got = chan(), chan(), {}
    local function plain(i) got[i] = twice:recv() end
    go(plain, 1)
    settle()
    go(function() select{ recv(twice), recv(other), recv(twice) } end)
    settle()
    go(plain, 2)
    settle()
    other:send("wake")
    for i = 1, 2 do twice:send(i) end
    settle()
    eq(got[1], 1, "first receiver")
    eq(got[2], 2, "second receiver")
    eq(select{ send(twice, 3), default = true }, "default", "a waiter left")
  end,
}

scenario{
  name = "duplicate channel: both ways on one channel, woken by another",
  explore = every,
  main = function()
    local twice, other, won = chan(), chan(), nil
    go(function()
      won = select{ recv(twice), send(twice, 1), recv(other, "other") }
    end)
    settle()
    other:send("wake")
    eq(select{ recv(twice), send(twice, 1), default = true }, "default",
      "a waiter left")
    settle()
    eq(won, "other", "case")
  end,
}
