-- context - Go's context package.
--
-- DESIGN. The contexts that scripts see, the tree of them and the walk of a
-- cancel are C (bindings/lua/context.h). Here is what goes on between a walk's
-- steps, and what calls back into the script: contexts of its own, which are
-- tables with the four methods, functions and timers.
--
-- That a context has ended *is* that its done channel is closed: `err` and
-- `cause` ask the channel. So they are operations like any other, which
-- exploration reorders against a cancel and which order what was done before
-- the cancel before what is done after them.
--
-- Above a context of the script's own there is no list of those that it ends:
-- a watcher goroutine, or the context's method after_func, stands in for it.
local lib = ...

-- The string library is the script's too, which may change it.
local find = string.find

local nilchan, is_context = lib.nilchan, lib.is_context
local look, done_of = lib.context_look, lib.context_done
local walk, close = lib.context_walk, lib.context_close
local new_cancel = lib.context_with_cancel

-- The private key by whose value the nearest cancelling context is found
-- through a script's own contexts.
local CANCELLING = {}

local context = {}

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

local background, todo, methods, meta =
  lib.context_setup(canceled, deadline_exceeded, CANCELLING)

---- looking upwards: a context here is one of ours, or a script's own

local function value(ctx, key)
  if not is_context(ctx) then return ctx:value(key) end
  local v, own = lib.context_value(ctx, key)
  if own then return own:value(key) end
  return v
end

-- The nearest cancelling context above a script's own, if that hands its
-- values on.
local function nearest(own)
  local above = value(own, CANCELLING)
  return lib.context_is_cancelling(above) and above or nil
end

local function deadline(ctx)
  local own = ctx
  if is_context(ctx) then
    local at
    at, own = lib.context_deadline(ctx)
    if at then return at, true end
    if not own then return nil, false end
  end
  local at, ok = own:deadline()
  if ok and type(at) == "number" then return at, true end
  return nil, false
end

---- printed forms

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
  if not is_context(ctx) then return stringify(ctx) end
  local text, parent, at, key, v = lib.context_parts(ctx)
  if not parent then return text end
  text = printed(parent) .. text
  if at then
    return text .. "(" .. deadline_text(at) .. ")"
  elseif key ~= nil then
    return text .. "(" .. key_text(key) .. ", " .. stringify(v) .. ")"
  end
  return text
end

---- done

-- Of a script's own context; nilchan when it never ends.
local function own_done(own)
  local done = own:done()
  if done == nil then return nilchan end
  if not lib.is_channel(done) then
    lib.fail("a context's done() must return a channel, got "
      .. lib.kind(done))
  end
  return done
end

-- Returns when one of ours that is about to end has ended.
local function await(ctx)
  if look(ctx) ~= 1 then done_of(ctx):recv() end
end

local function is_closed(view)
  return (lib.select{ lib.recv(view), default = true }) ~= "default"
end

local function cause(ctx)
  local ended, own = nil, ctx
  if is_context(ctx) then ended, own = look(ctx) end
  if not own then
    if ended == 1 then return lib.context_cause(ctx) end
    return nil
  end
  local above = nearest(own)
  if above and look(above) == 1 then return lib.context_cause(above) end
  return (own:err())
end

---- cancelling

-- Ends ctx, which is cancelling, and all below it: with why, or with what the
-- context above has ended with.
local function cancel(ctx, why, reason)
  local what, v, at = walk(ctx, nil, why, reason)
  while what do
    if what == "close" and at == ctx then
      close(at, why, reason)
    elseif what == "close" then
      close(at)
    elseif what == "wait" then
      await(at)
    elseif what == "run" then
      v()
    else
      v:stop()
    end
    what, v, at = walk(ctx, at)
  end
end

-- The same for what ends by itself: nobody above need know it any more.
local function finish(ctx, why, reason)
  cancel(ctx, why, reason)
  local unwatch = lib.context_leave(ctx)
  if unwatch then unwatch() end
end

---- following a parent

local function cancel_with(ctx, own)
  local why, reason = own:err(), cause(own)
  if why == nil then
    panic("context: internal error: missing cancel error")
  end
  cancel(ctx, why, reason)
end

local function watch(ctx, own, channel)
  local view = done_of(ctx)
  lib.go("context watcher", function()
    local ended = lib.select{
      lib.recv(channel, "parent"), lib.recv(view, "child"),
    }
    if ended == "parent" then cancel_with(ctx, own) end
  end)
end

local function register(ctx, own)
  local stop = own:after_func(function()
    lib.context_set_unwatch(ctx, nil)
    cancel_with(ctx, own)
  end)
  if not lib.calls.callable(stop) then
    lib.fail("a context's after_func() must return a function that stops "
      .. "it, got " .. lib.kind(stop))
  end
  if not lib.context_ending(ctx) then lib.context_set_unwatch(ctx, stop) end
end

local function follow_ended(ctx, above)
  done_of(above):recv() -- the close may be still to come
  cancel(ctx)
end

local function follow_own(ctx, parent, own)
  local channel = own_done(own)
  if channel == nilchan then return end
  local above = nearest(own)
  if above and lib.context_view(above) == channel then
    -- It only wraps one of ours.
    if lib.context_link(ctx, above) then follow_ended(ctx, above) end
  elseif is_closed(channel) then
    cancel_with(ctx, own)
  elseif parent == own and type(own.after_func) == "function" then
    register(ctx, own)
  else
    watch(ctx, own, channel)
  end
end

-- Does what is left when ctx has been made: `more` says what.
local function follow(ctx, parent, more)
  if more == true then
    follow_ended(ctx, parent)
  elseif more then
    follow_own(ctx, parent, more)
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

-- For whatever takes a context: is it to be one of the script's own?
function lib.check_context(ctx, who)
  if is_context(ctx) then return false end
  check_own(ctx, who)
  return true
end

local function check(ctx, who)
  if ctx == nil then panic("cannot create context from nil parent") end
  return lib.check_context(ctx, "context." .. who)
end

local function check_time(at, who)
  if type(at) ~= "number" or at ~= at then
    lib.fail("context." .. who .. ": a deadline is a time in nanoseconds, a "
      .. "number as time.now() counts them, got " .. lib.args.got(at))
  end
end

---- making contexts

local function with_cancel(parent, who)
  local ctx, more = new_cancel(parent)
  if not ctx then ctx, more = new_cancel(parent, check(parent, who)) end
  if more then follow(ctx, parent, more) end
  return ctx
end

-- Only a time out has the cause given here.
local function start_timer(ctx, at, reason)
  local left = at - lib.now()
  if left <= 0 then return finish(ctx, deadline_exceeded, reason) end
  lib.context_set_timer(ctx, lib.after_func(left, function()
    lib.context_set_timer(ctx, nil)
    finish(ctx, deadline_exceeded, reason)
  end))
end

local function with_deadline(parent, own, at, reason)
  local theirs, ok = deadline(parent)
  if ok and theirs < at then return with_cancel(parent) end
  local ctx, more = lib.context_with_deadline(parent, at, own)
  follow(ctx, parent, more)
  if not lib.context_ending(ctx) then start_timer(ctx, at, reason) end
  return ctx
end

local function named(ctx, name)
  if name ~= nil then lib.context_name(ctx, name) end
  return ctx
end

local function until_time(who, parent, at, reason, name)
  local own = check(parent, who)
  check_time(at, who)
  local ctx = named(with_deadline(parent, own, at, reason), name)
  return ctx, function() finish(ctx, canceled) end
end

local function for_duration(who, parent, d, reason, name)
  check(parent, who)
  return until_time(who, parent, lib.now() + lib.parse_duration(d), reason,
    name)
end

-- From outside: a fault's doing.
function lib.end_context(ctx, reason) finish(ctx, canceled, reason) end

---- the module

context.canceled = canceled
context.deadline_exceeded = deadline_exceeded

function context.background() return background end

function context.todo() return todo end

-- Like all that make one it takes a last name, by which faults find it.
function context.with_cancel(parent, name)
  local ctx = named(with_cancel(parent, "with_cancel"), name)
  return ctx, function() finish(ctx, canceled) end
end

-- Its cancel takes the cause.
function context.with_cancel_cause(parent, name)
  local ctx = named(with_cancel(parent, "with_cancel_cause"), name)
  return ctx, function(reason) finish(ctx, canceled, reason) end
end

function context.with_timeout(parent, d, name)
  return for_duration("with_timeout", parent, d, nil, name)
end

function context.with_timeout_cause(parent, d, reason, name)
  return for_duration("with_timeout_cause", parent, d, reason, name)
end

function context.with_deadline(parent, at, name)
  return until_time("with_deadline", parent, at, nil, name)
end

function context.with_deadline_cause(parent, at, reason, name)
  return until_time("with_deadline_cause", parent, at, reason, name)
end

-- Of types that Go cannot compare, as in sync.map.
local function is_comparable(v)
  return type(v) ~= "function" and lib.map_pairs(v) == nil
end

function context.with_value(parent, key, v)
  local own = check(parent, "with_value")
  if key == nil then panic("nil key") end
  if not is_comparable(key) then panic("key is not comparable") end
  return lib.context_with_value(parent, key, v, own)
end

function context.without_cancel(parent)
  return lib.context_without_cancel(parent, check(parent, "without_cancel"))
end

-- Runs f in a goroutine of its own once ctx has ended. The function returned
-- tells whether it prevented that: a once, as in Go, says who came first.
function context.after_func(ctx, f)
  local own = check(ctx, "after_func")
  lib.args.need_function(f, "context.after_func")
  local once, over = lib.once_lock(), false
  local function first()
    once:lock()
    local yes = not over
    over = true
    once:unlock()
    return yes
  end
  local node, more = lib.context_with_func(ctx, function()
    if first() then lib.go("context after_func", f) end
  end, own)
  follow(node, ctx, more)
  return function()
    local prevented = first()
    if prevented then
      finish(node, canceled)
    else
      await(node)
    end
    return prevented
  end
end

function context.cause(ctx)
  check(ctx, "cause")
  return cause(ctx)
end

---- the methods of contexts

local function check_self(ctx, name)
  if not is_context(ctx) then
    lib.args.wrong_self("ctx:" .. name, "a context", ctx)
  end
end

function methods.done(ctx)
  local view, own = done_of(ctx)
  if view then return view end
  check_self(ctx, "done")
  return own and own_done(own) or nilchan
end

function methods.err(ctx)
  local ended, own = look(ctx)
  if ended == 1 then return lib.context_err(ctx) end
  check_self(ctx, "err")
  if own then return (own:err()) end
  return nil
end

function methods.deadline(ctx)
  check_self(ctx, "deadline")
  return deadline(ctx)
end

function methods.value(ctx, key)
  check_self(ctx, "value")
  if key == nil then return nil end
  return value(ctx, key)
end

meta.__tostring = printed

function meta.__newindex(_, key)
  lib.fail("a context's field cannot be set (" .. tostring(key)
    .. "): use context.with_value")
end

return context
