-- Every kind of channel, both directions, every form of the operation: who
-- waits, who panics, who goes on.

local every = { strategy = "random", runs = 20 }

local function eq(got, want, what)
  if got ~= want then
    error(what .. ": got " .. tostring(got) .. ", want "
      .. tostring(want), 2)
  end
end

-- The kinds of channels, with what becomes of a send and of a receive that
-- may wait.
local kinds = {
  { name = "sync", send = "waits", recv = "waits",
    make = function() return chan() end },
  { name = "empty async", send = "goes on", recv = "waits",
    make = function() return chan(1) end },
  { name = "full async", send = "waits", recv = "goes on",
    make = function()
      local ch = chan(1)
      ch:send(1)
      return ch
    end },
  { name = "half full async", send = "goes on", recv = "goes on",
    make = function()
      local ch = chan(2)
      ch:send(1)
      return ch
    end },
  { name = "closed sync", send = "send on closed channel", recv = "goes on",
    make = function()
      local ch = chan()
      ch:close()
      return ch
    end },
  { name = "closed async", send = "send on closed channel",
    recv = "goes on",
    make = function()
      local ch = chan(2)
      ch:send(1)
      ch:close()
      return ch
    end },
}

local nil_kind = { name = "nil", send = "waits", recv = "waits",
  make = function() return nilchan end }

-- The forms. A default turns waiting into going on.
local forms = {
  { name = "plain", reason = { send = "chan send", recv = "chan receive" },
    send = function(ch) ch:send(1) end,
    recv = function(ch) ch:recv() end },
  { name = "select of one",
    reason = { send = "chan send", recv = "chan receive" },
    send = function(ch) select{ send(ch, 1) } end,
    recv = function(ch) select{ recv(ch) } end },
  { name = "select with nil cases",
    reason = { send = "select", recv = "select" },
    send = function(ch)
      select{ recv(nilchan), send(ch, 1), send(nilchan, 1) }
    end,
    recv = function(ch)
      select{ send(nilchan, 1), recv(ch), recv(nilchan) }
    end },
  { name = "select of the same case twice",
    reason = { send = "select", recv = "select" },
    send = function(ch) select{ send(ch, 1), send(ch, 1) } end,
    recv = function(ch) select{ recv(ch), recv(ch) } end },
  { name = "select with default", default = true,
    send = function(ch) select{ send(ch, 1), default = true } end,
    recv = function(ch) select{ recv(ch), default = true } end },
  { name = "select with nil cases and default", default = true,
    send = function(ch)
      select{ recv(nilchan), send(ch, 1), default = true }
    end,
    recv = function(ch)
      select{ send(nilchan, 1), recv(ch), default = true }
    end },
}

-- Starts one operation in a goroutine. The cell holds the channel: whoever
-- waits on it could still be woken and is no proven leak.
local function start(kind, form, way)
  local ch = kind.make()
  local cell = { ch = ch, outcome = "waits", form = form, way = way,
    name = ("%s, %s, %s"):format(kind.name, form.name, way) }
  cell.want = kind[way]
  if cell.want == "waits" and form.default then cell.want = "goes on" end
  cell.g = go(function()
    local ok, err = pcall(form[way], ch)
    cell.outcome = ok and "goes on" or err
  end)
  return cell
end

local function start_all(kind)
  local cells = {}
  for _, form in ipairs(forms) do
    for _, way in ipairs{ "send", "recv" } do
      cells[#cells + 1] = start(kind, form, way)
    end
  end
  return cells
end

local function judge(cells, suffix)
  for _, cell in ipairs(cells) do
    eq(cell.outcome, cell.want, cell.name)
    if cell.want == "waits" then
      local reason = cell.form.reason[cell.way]
      if reason ~= "select" then reason = reason .. suffix end
      eq(cell.g:wait_reason(), reason, cell.name .. ": wait reason")
    end
  end
end

for _, kind in ipairs(kinds) do
  scenario{
    name = "select matrix: " .. kind.name,
    explore = every,
    drain = "0s",
    main = function()
      local cells = start_all(kind)
      time.sleep("1ms")
      judge(cells, "")
    end,
  }
end

scenario{
  name = "select matrix: nil",
  explore = every,
  main = function()
    local cells = start_all(nil_kind)
    time.sleep("1ms")
    judge(cells, " (nil chan)")
  end,
  expect = { always{ leak = { count = 8 } }, never{ panic = true } },
}

scenario{
  name = "select matrix: no case at all waits, with default it does not",
  explore = every,
  main = function()
    local outcome = "waits"
    go(function()
      select{}
      outcome = "went on"
    end)
    eq(select{ default = true }, "default", "case")
    time.sleep("1ms")
    eq(outcome, "waits", "outcome")
  end,
  expect = { always{ leak = { wait = "select (no cases)", count = 1 } },
    never{ panic = true } },
}

scenario{
  name = "select matrix: both ways on one channel is no partner to itself",
  explore = every,
  drain = "0s",
  main = function()
    local ch, outcome = chan(), "waits"
    go(function()
      select{ send(ch, 1), recv(ch) }
      outcome = "went on"
    end)
    time.sleep("1ms")
    eq(outcome, "waits", "outcome")
    eq(#ch, 0, "len")
  end,
}

-- A sender and a receiver, each in every form, must meet.
local idle_forms = {
  send = {
    function(ch, v) ch:send(v) end,
    function(ch, v) select{ send(ch, v) } end,
    function(ch, v, idle) select{ send(ch, v), recv(idle) } end,
  },
  recv = {
    function(ch) return (ch:recv()) end,
    function(ch) return (select(2, select{ recv(ch) })) end,
    function(ch, idle)
      return (select(2, select{ recv(idle), recv(ch) }))
    end,
  },
}

scenario{
  name = "select matrix: every form of send meets every form of receive",
  explore = every,
  main = function()
    for i, put in ipairs(idle_forms.send) do
      for k, get in ipairs(idle_forms.recv) do
        local ch, idle, v = chan(), chan(), i * 10 + k
        go(put, ch, v, idle)
        eq(get(ch, idle), v, "send form " .. i .. ", receive form " .. k)
      end
    end
  end,
}
