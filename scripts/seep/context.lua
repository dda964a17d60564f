-- context - Go's context package.
--
-- DESIGN. A context that scripts see is an empty table with a hidden node.
-- Nodes form a tree:
--
--   root        background, todo: never ends, knows nothing
--   value       one key; all else is its parent's
--   detached    without_cancel: only values come through
--   cancelling  has a done channel, may have a timer, knows those it ends
--
-- That a context has ended *is* that its done channel is closed: `err` and
-- `cause` ask the channel. So they are operations like any other, which
-- exploration reorders against a cancel and which order what was done before
-- the cancel before what is done after them. No lock is needed: what stands
-- between two operations is never interrupted. Go holds a mutex over a whole
-- cancel; here whoever comes second waits for the close that is under way and
-- helps with the descendants, so that for both, when their cancel returns,
-- all below has ended.
--
-- The nodes that a cancelling one ends are a list in order of creation:
--
--   owner.first -> node <-> node <-> node <- owner.last
--
-- A node leaves the list when it is cancelled itself. Above a context of the
-- script's own there is no such list: a watcher goroutine, or the context's
-- method after_func, stands in for it.
local lib = ...

-- The string library is the script's too, which may change it.
local find, sub = string.find, string.sub

-- Private keys: of the node in a context, and of the value by which the
-- nearest cancelling context is found through a script's own contexts.
local NODE, CANCELLING = {}, {}

local context, methods = {}, {}
local meta = { __index = methods, __metatable = "context" }

function meta.__newindex(_, key)
  lib.fail("a context's field cannot be set (" .. tostring(key)
    .. "): use context.with_value")
end

-- The node of one of our contexts; nil for anything else.
local function node_of(v)
  return type(v) == "table" and rawget(v, NODE) or nil
end

local function wrap(node)
  return setmetatable({ [NODE] = node }, meta)
end

-- A Go panic with a text is an error without a position.
local function panic(text)
  error(text, 0)
end

---- errors

local function fixed_error(text, extra)
  extra.error = function() return text end
  return setmetatable({}, {
    __index = extra,
    __metatable = "error",
    __newindex = function() lib.fail("an error's fields cannot be set") end,
    __tostring = extra.error,
  })
end

local function yes() return true end

local canceled = fixed_error("context canceled", {})
local deadline_exceeded = fixed_error("context deadline exceeded",
  { timeout = yes, temporary = yes })

---- looking upwards

-- The node whose end is that of ctx, or else the script's own context whose
-- end it is; neither when ctx never ends.
local function source(ctx)
  while true do
    local node = node_of(ctx)
    if not node then return nil, ctx end
    if node.cancelling then return node end
    if node.root or node.detached then return nil end
    ctx = node.parent
  end
end

local function value(ctx, key)
  if key == nil then return nil end
  while true do
    local node = node_of(ctx)
    if not node then return ctx:value(key) end
    if rawequal(node.key, key) then return node.value end
    if rawequal(key, CANCELLING) then
      if node.cancelling then return ctx end
      if node.detached then return nil end
    end
    if node.root then return nil end
    ctx = node.parent
  end
end

-- The nearest cancelling node, also beyond contexts of the script's own that
-- hand their values on.
local function nearest(ctx)
  local node = node_of(value(ctx, CANCELLING))
  return node and node.cancelling and node or nil
end

local function deadline(ctx)
  while true do
    local node = node_of(ctx)
    if not node then
      local at, ok = ctx:deadline()
      if ok and type(at) == "number" then return at, true end
      return nil, false
    end
    if node.deadline then return node.deadline, true end
    if node.root or node.detached then return nil, false end
    ctx = node.parent
  end
end

---- names

-- As Go prints a value: its text, or its type when it has none of its own.
local function stringify(v)
  local kind, text = type(v), tostring(v)
  if v == nil then return "<nil>" end
  if kind ~= "string" and find(text, kind .. ": ", 1, true) == 1 then
    return kind
  end
  return text
end

local function key_text(key)
  local kind = type(key)
  if kind == "number" or kind == "boolean" then return kind end
  return stringify(key)
end

local function deadline_text(at)
  return lib.format_duration(at) .. " ["
    .. lib.format_duration(at - lib.now()) .. "]"
end

local function printed(ctx)
  local node = node_of(ctx)
  if not node then return stringify(ctx) end
  if node.root then return node.root end
  local text = printed(node.parent) .. node.suffix
  if node.deadline then
    return text .. "(" .. deadline_text(node.deadline) .. ")"
  elseif node.key ~= nil then
    return text .. "(" .. key_text(node.key) .. ", "
      .. stringify(node.value) .. ")"
  end
  return text
end

meta.__tostring = printed

-- A name for a done channel: as printed, but the same for all contexts that
-- one line of a script makes. Reports show it, so it must not grow for ever.
local LABEL_MAX = 60

local function label(node)
  local text = ""
  while node and not node.root and #text <= LABEL_MAX do
    if node.key == nil then text = node.suffix .. text end
    node = node_of(node.parent)
  end
  text = (node and node.root or not node and "own context" or "") .. text
  if #text <= LABEL_MAX then return text end
  return "..." .. sub(text, 3 - LABEL_MAX)
end

---- done

-- The channel is made when somebody first asks; scripts may only receive.
local function done_channel(node)
  if not node.view then
    local top, cut = node.top, node.cut
    node.channel = lib.context_channel(label(node), node.where, node.made,
      top.where, cut and 0 or top.maker)
    node.view = node.channel:recv_only()
  end
  return node.view
end

local function is_closed(view)
  return (lib.select{ lib.recv(view), default = true }) ~= "default"
end

local function has_ended(node)
  return is_closed(done_channel(node))
end

-- Of a script's own context; nilchan when it never ends.
local function own_done(ctx)
  local done = ctx:done()
  if done == nil then return lib.nilchan end
  if not lib.is_channel(done) then
    lib.fail("a context's done() must return a channel, got "
      .. lib.kind(done))
  end
  return done
end

local function done(ctx)
  local node, own = source(ctx)
  if node then return done_channel(node) end
  return own and own_done(own) or lib.nilchan
end

local function err(ctx)
  local node, own = source(ctx)
  if own then return (own:err()) end
  if node and has_ended(node) then return node.err end
  return nil
end

local function cause(ctx)
  local node, own = source(ctx)
  if own then node = nearest(own) end
  if node and has_ended(node) then return node.cause end
  if own then return (own:err()) end
  return nil
end

---- cancelling

-- Ends this one node. False when it has ended before; then it is waited for
-- when the close is still to come.
local function finish(node, why, reason)
  if why == nil then
    panic("context: internal error: missing cancel error")
  end
  if has_ended(node) then return false end
  if node.err ~= nil then
    node.view:recv()
    return false
  end
  node.err = why
  if reason == nil then reason = why end
  node.cause = reason
  lib.chan_close(node.channel)
  return true
end

local function unlink(node)
  local owner, prev, next = node.owner, node.prev, node.next
  if not owner then return end
  if prev then prev.next = next else owner.first = next end
  if next then next.prev = prev else owner.last = prev end
  node.owner, node.prev, node.next = nil, nil, nil
end

local function stop_timer(node)
  local timer = node.timer
  node.timer = nil
  if timer then timer:stop() end
end

-- Ends the node and all below it. A child is unlinked only when it has ended,
-- so that a second canceller finds it too.
local function cancel(node, why, reason)
  if finish(node, why, reason) and node.run then
    lib.go("context after_func", node.run)
  end
  local child = node.first
  while child do
    cancel(child, node.err, node.cause)
    unlink(child)
    child = node.first
  end
  stop_timer(node)
end

-- The parent need not know a node that has ended by itself.
local function leave(node)
  local unwatch = node.unwatch
  unlink(node)
  node.unwatch = nil
  if unwatch then unwatch() end
end

---- following a parent

local function link(owner, node)
  local last = owner.last
  node.owner, node.prev, owner.last = owner, last, node
  if last then last.next = node else owner.first = node end
end

local function follow_node(above, node)
  if above.err == nil then return link(above, node) end
  above.view:recv() -- the close may be still to come
  cancel(node, above.err, above.cause)
end

local function watch(node, own, channel)
  local view = done_channel(node)
  lib.go("context watcher", function()
    local ended = lib.select{
      lib.recv(channel, "parent"), lib.recv(view, "child"),
    }
    if ended == "parent" then cancel(node, own:err(), cause(own)) end
  end)
end

local function register(node, own)
  local stop = own:after_func(function()
    node.unwatch = nil
    cancel(node, own:err(), cause(own))
  end)
  if not lib.calls.callable(stop) then
    lib.fail("a context's after_func() must return a function that stops "
      .. "it, got " .. lib.kind(stop))
  end
  if node.err == nil then node.unwatch = stop end
end

local function follow_own(own, node)
  local channel = own_done(own)
  if channel == lib.nilchan then return end
  local above = nearest(own)
  if above and above.view == channel then
    follow_node(above, node) -- it only wraps one of ours
  elseif is_closed(channel) then
    cancel(node, own:err(), cause(own))
  elseif node.parent == own and type(own.after_func) == "function" then
    register(node, own)
  else
    watch(node, own, channel)
  end
end

local function follow(node)
  local above, own = source(node.parent)
  if above then
    follow_node(above, node)
  elseif own then
    follow_own(own, node)
  end
end

---- arguments

local wanted = { "done", "err", "deadline", "value" }

local function check_own(ctx, who)
  if type(ctx) ~= "table" then
    lib.fail(who .. ": a context expected, got " .. lib.kind(ctx))
  end
  for _, name in ipairs(wanted) do
    if type(ctx[name]) ~= "function" then
      lib.fail(who .. ": a context has the methods done, err, deadline and "
        .. "value; this table has no " .. name)
    end
  end
end

-- For whatever else takes a context.
function lib.check_context(ctx, who)
  if not node_of(ctx) then check_own(ctx, who) end
end

local function check(ctx, who)
  if ctx == nil then panic("cannot create context from nil parent") end
  lib.check_context(ctx, "context." .. who)
end

---- making contexts

-- Notes the oldest context whose cancel would reach this one, and whether it
-- was cut off (by without_cancel) from what is above it.
local function find_top(node)
  local up = node_of(node.parent)
  while up and not (up.root or up.cancelling or up.detached) do
    up = node_of(up.parent)
  end
  node.top, node.cut = node, false
  if up and up.cancelling then
    node.top, node.cut = up.top, up.cut
  elseif up and up.detached then
    node.cut = true
  end
end

local function new(parent, made, suffix)
  local node = {
    cancelling = true, parent = parent, suffix = suffix,
    made = made, where = lib.where(1) or "?", maker = lib.self(),
  }
  find_top(node)
  return node
end

local function with_cancel(parent, made)
  local node = new(parent, made, ".WithCancel")
  follow(node)
  return node
end

-- Only a time out has the cause given here.
local function start_timer(node, reason)
  local left = node.deadline - lib.now()
  if left <= 0 then
    cancel(node, deadline_exceeded, reason)
    return leave(node)
  end
  node.timer = lib.after_func(left, function()
    node.timer = nil
    cancel(node, deadline_exceeded, reason)
    leave(node)
  end)
  if node.err ~= nil then stop_timer(node) end
end

local function with_deadline(parent, made, at, reason)
  local theirs, ok = deadline(parent)
  if ok and theirs < at then return with_cancel(parent, made) end
  local node = new(parent, made, ".WithDeadline")
  node.deadline = at
  follow(node)
  if node.err == nil then start_timer(node, reason) end
  return node
end

local function canceller(node)
  return function()
    cancel(node, canceled)
    leave(node)
  end
end

local function check_time(at, who)
  if type(at) ~= "number" or at ~= at then
    lib.fail("context." .. who .. ": a deadline is a time in nanoseconds, a "
      .. "number as time.now() counts them, got " .. lib.args.got(at))
  end
end

local function until_time(who, parent, at, reason)
  check(parent, who)
  check_time(at, who)
  local node = with_deadline(parent, who, at, reason)
  return wrap(node), canceller(node)
end

local function for_duration(who, parent, d, reason)
  check(parent, who)
  return until_time(who, parent, lib.now() + lib.parse_duration(d), reason)
end

---- the module

local background = wrap{ root = "context.Background" }
local todo = wrap{ root = "context.TODO" }

context.canceled = canceled
context.deadline_exceeded = deadline_exceeded

function context.background() return background end

function context.todo() return todo end

function context.with_cancel(parent)
  check(parent, "with_cancel")
  local node = with_cancel(parent, "with_cancel")
  return wrap(node), canceller(node)
end

-- Its cancel takes the cause.
function context.with_cancel_cause(parent)
  check(parent, "with_cancel_cause")
  local node = with_cancel(parent, "with_cancel_cause")
  return wrap(node), function(reason)
    cancel(node, canceled, reason)
    leave(node)
  end
end

function context.with_timeout(parent, d)
  return for_duration("with_timeout", parent, d)
end

function context.with_timeout_cause(parent, d, reason)
  return for_duration("with_timeout_cause", parent, d, reason)
end

function context.with_deadline(parent, at)
  return until_time("with_deadline", parent, at)
end

function context.with_deadline_cause(parent, at, reason)
  return until_time("with_deadline_cause", parent, at, reason)
end

-- Of types that Go cannot compare, as in sync.map.
local function is_comparable(v)
  return type(v) ~= "function" and lib.map_pairs(v) == nil
end

function context.with_value(parent, key, v)
  check(parent, "with_value")
  if key == nil then panic("nil key") end
  if not is_comparable(key) then panic("key is not comparable") end
  return wrap{ parent = parent, suffix = ".WithValue", key = key, value = v }
end

function context.without_cancel(parent)
  check(parent, "without_cancel")
  return wrap{ parent = parent, suffix = ".WithoutCancel", detached = true }
end

-- Runs f in a goroutine of its own once ctx has ended. The function returned
-- tells whether it prevented that.
function context.after_func(ctx, f)
  check(ctx, "after_func")
  lib.args.need_function(f, "context.after_func")
  local node = new(ctx, "after_func", ".AfterFunc")
  node.run = f
  follow(node)
  return function()
    local prevented = finish(node, canceled)
    if prevented then leave(node) end
    return prevented
  end
end

function context.cause(ctx)
  check(ctx, "cause")
  return cause(ctx)
end

---- the methods of contexts

local function define_method(name, f)
  methods[name] = function(ctx, ...)
    if not node_of(ctx) then
      lib.args.wrong_self("ctx:" .. name, "a context", ctx)
    end
    return f(ctx, ...)
  end
end

define_method("done", done)
define_method("err", err)
define_method("deadline", deadline)
define_method("value", value)

return context
