-- What remains possible on a closed channel, for each of three ways to
-- write an operation.

local every = { strategy = "random", runs = 20 }

local function eq(got, want, what)
  if got ~= want then
    error(what .. ": got " .. tostring(got) .. ", want "
      .. tostring(want), 2)
  end
end

-- Receives return value and ok; the try_ ones put true before them, or
-- return false when they would wait.
local plain = {
  name = "plain",
  recv = function(ch) return ch:recv() end,
  send = function(ch, v) ch:send(v) end,
}

local function of_select(name, with)
  local function receive(ch, default)
    local case, v, ok = select(with(recv(ch, "recv"), default))
    if case == "default" then return false end
    return case == "recv", v, ok
  end
  return {
    name = name,
    try_recv = function(ch) return receive(ch, true) end,
    recv = function(ch) return select(2, receive(ch)) end,
    send = function(ch, v) select(with(send(ch, v))) end,
    try_send = function(ch, v)
      return select(with(send(ch, v, "sent"), true)) == "sent"
    end,
  }
end

local ways = {
  plain,
  of_select("select of one", function(case, default)
    return { case, default = default }
  end),
  of_select("select with a dummy", function(case, default)
    return { recv(nilchan), case, recv(chan()), default = default }
  end),
}

local function always_ended(way, ch)
  for i = 1, 10 do
    local v, ok = way.recv(ch)
    eq(v, nil, "value " .. i)
    eq(ok, false, "ok " .. i)
    if way.try_recv then
      local went, w, ok2 = way.try_recv(ch)
      eq(went, true, "non-blocking receive " .. i)
      eq(w, nil, "its value")
      eq(ok2, false, "its ok")
    end
  end
end

local function sends_panic(way, ch)
  for _, name in ipairs{ "send", "try_send" } do
    if way[name] then
      local before = #ch
      local ok, err = pcall(way[name], ch, 7)
      eq(ok, false, name .. " succeeded")
      eq(err, "send on closed channel", "text of " .. name)
      eq(#ch, before, "len after " .. name)
    end
  end
end

local function closed_scenario(way, phrase, body)
  scenario{
    name = ("closed channel, %s: %s"):format(way.name, phrase),
    explore = every,
    main = body,
  }
end

for _, way in ipairs(ways) do
  closed_scenario(way, "without a buffer it is at its end", function()
    local ch = chan()
    ch:close()
    always_ended(way, ch)
    sends_panic(way, ch)
    always_ended(way, ch)
  end)

  closed_scenario(way, "what was buffered comes first", function()
    local ch = chan(2)
    ch:send(1)
    ch:send(2)
    ch:close()
    sends_panic(way, ch)
    for i = 1, 2 do
      local v, ok = way.recv(ch)
      eq(v, i, "value")
      eq(ok, true, "ok")
    end
    always_ended(way, ch)
    sends_panic(way, ch)
    always_ended(way, ch)
  end)

  closed_scenario(way, "a second close panics", function()
    local ch = chan(1)
    way.send(ch, 1)
    ch:close()
    local ok, err = pcall(ch.close, ch)
    eq(ok, false, "close succeeded")
    eq(err, "close of closed channel", "text")
    eq(way.recv(ch), 1, "value")
  end)
end
