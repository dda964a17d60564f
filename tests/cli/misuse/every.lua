-- A wrong call of everything that scripts can call, and what each says.
--
-- Prints the names, as in scripts/seep/interface.txt; misuse.sh looks whether
-- one is missing. `here` is an error that names the line it is made at,
-- `panics` one of Go's, whose text is Go's alone. Each row is one line of this
-- file, or two.
local bad = 0

local function complain(name, text)
  bad = bad + 1
  print("BAD " .. name .. ": " .. text)
end

-- The line of whoever called the caller.
local function line()
  local _, frames = debug.traceback():match("^[^\n]*\n([^\n]*\n[^\n]*\n)(.*)")
  return tonumber(frames:match("every%.lua:(%d+):"))
end

-- Is it that text? One that ends in "..." is only the beginning.
local function is(text, wanted)
  if wanted:sub(-3) ~= "..." then return text == wanted end
  return text ~= nil and text:sub(1, #wanted - 3) == wanted:sub(1, -4)
end

local function here(name, says, f, ...)
  print(name)
  local ok, err = pcall(f, ...)
  local at, text = tostring(err):match("^every%.lua:(%d+): (.*)$")
  if ok then
    complain(name, "no error, want " .. says)
  elseif not is(text, says) then
    complain(name, "says " .. tostring(err) .. "\n  want: " .. says)
  elseif math.abs(at - line()) > 2 then
    complain(name, "names line " .. at .. ", want " .. line())
  end
end

local function panics(name, text, f, ...)
  print(name)
  local ok, err = pcall(f, ...)
  if ok or err ~= text then
    complain(name, tostring(err) .. "\n  want: " .. text)
  end
end

-- What takes anything, or nothing.
local function any_will_do(names)
  for name in names:gmatch("%S+") do print(name) end
end

local NaN, huge = 0 / 0, math.huge
local function nothing() end
local bg = context.background()

-- ---- methods: with another object, or none ----

local listener, conn = net.listen("here:1"), nil
conn = net.dial("here:1")
local colon = " (is the colon missing?)"
local objects = {
  { "channel", chan(1), "a channel",
    "send recv close range len cap send_only recv_only" },
  { "goroutine", go(nothing), "a goroutine", "status wait_reason stack" },
  { "timer", time.new_timer(1), "a timer", "stop reset" },
  { "ctx", bg, "a context", "done err deadline value", doc = "context" },
  { "err", errors.new("e"), "an error", "error unwrap" },
  { "mutex", sync.mutex(), "a mutex", "lock unlock try_lock" },
  { "rwmutex", sync.rwmutex(), "a rwmutex",
    "lock unlock rlock runlock try_lock try_rlock rlocker" },
  { "rlocker", sync.rwmutex():rlocker(), "a rlocker", "lock unlock" },
  { "cond", sync.cond(sync.mutex()), "a cond", "wait signal broadcast" },
  { "waitgroup", sync.waitgroup(), "a waitgroup", "add done wait go" },
  { "once", sync.once(), "a once", "call" },
  { "atomic", sync.atomic(1), "an atomic variable",
    "load store add swap cas get set" },
  { "sync.map", sync.map(), "a sync.map", "load store load_or_store " ..
    "load_and_delete delete swap compare_and_swap compare_and_delete " ..
    "clear range", doc = "syncmap" },
  { "sync.pool", sync.pool{}, "a sync.pool", "get put", doc = "syncpool" },
  { "shared", shared(1), "a shared variable", "get set update" },
  { "errgroup", errgroup.new(), "an errgroup", "go try_go set_limit wait" },
  { "semaphore", semaphore.new(1), "a semaphore",
    "acquire try_acquire release" },
  { "singleflight", singleflight.new(), "a singleflight",
    "call call_chan forget" },
  { "listener", listener, "a listener", "accept close addr" },
  { "conn", conn, "a connection", "read write close set_deadline " ..
    "set_read_deadline set_write_deadline local_addr remote_addr" },
  { "srv", http.server{ handler = nothing }, "a server",
    "listen_and_serve serve shutdown close", doc = "server" },
  { "client", http.client(), "a client",
    "get post request close_idle_connections" },
  { "pool", pool.new{ max = 1, open = nothing }, "a pool",
    "get put discard close stats" },
  { "fault", chaos.inject{ "kill", goroutine = "nobody" }, "a fault",
    "remove release held hits points wait" },
  { "r", resource.open("file"), "a resource", "close", doc = "resource" },
}

local function kind(v)
  return v == nil and "nil" or type(v) == "number" and "number"
    or getmetatable(v)
end

local function wrong_selves(o, method)
  local prefix, object, expected, doc = o[1], o[2], o[3], o.doc or o[1]
  local f, full = object[method], doc .. ":" .. method
  local another = prefix == "mutex" and sync.once() or sync.mutex()
  for _, self in ipairs{ 5, another, time.new_timer(1) } do
    if getmetatable(self) ~= getmetatable(object) then
      here(full, prefix .. ":" .. method .. "(): " .. expected ..
        " expected, got " .. kind(self) .. colon, function() f(self) end)
    end
  end
  local ok, err = pcall(function() f() end)
  if ok or not tostring(err):find("(): " .. expected .. " expected, got n", 1,
    true) then
    complain(full, "without an object: " .. tostring(err))
  end
end

for _, o in ipairs(objects) do
  for method in o[4]:gmatch("%S+") do wrong_selves(o, method) end
end

-- ---- objects: fields, metatables, arithmetic ----

for _, o in ipairs(objects) do
  local name, object = o[1], o[2]
  local ok, err = pcall(function() object.mine = 1 end)
  if ok or not tostring(err):find("^every%.lua:%d+: .*set") then
    complain(name, "a field was set: " .. tostring(err))
  end
  if type(getmetatable(object)) == "table" then
    complain(name, "shows its metatable")
  end
  if pcall(setmetatable, object, {}) then complain(name, "takes another") end
  if pcall(function() return object + 1 end) then complain(name, "adds") end
  if pcall(function() object.nosuch() end) then complain(name, "has all") end
end
here("mutex", "mutex.owner cannot be set: keep it in a table of your own",
  function() sync.mutex().owner = 1 end)
here("nilchan", "channel[number] cannot be set: keep it in a table of your own",
  function() nilchan[1] = 1 end)
here("semaphore", "semaphore.n cannot be set: keep it in a table of your own",
  function() semaphore.new(1).n = 2 end)
here("pool", "pool.mine cannot be set: keep it in a table of your own",
  function() pool.new{ max = 1, open = nothing }.mine = 2 end)

-- ---- goroutines ----

here("go", "go needs a function, got number", function() go(5) end)
here("go", "go needs a function, got channel", function() go("w", chan()) end)
here("func", "func needs a function, got nil", function() func() end)
here("func", "func needs a function, got mutex",
  function() func(sync.mutex()) end)
here("defer", "defer needs a function, or an object and a method name, got nil",
  function() defer() end)
here("defer", "defer needs a function, or an object and a method name, got " ..
  "mutex", function() defer(sync.mutex()) end)
here("defer", "defer: a mutex has no method 'lok'",
  function() defer(sync.mutex(), "lok") end)
here("defer", "defer: a nil has no method 'unlock'",
  function() defer(nil, "unlock") end)
any_will_do "goroutine goroutine.id goroutine.name panic recover"

-- ---- channels ----

here("chan", "a channel's capacity must be a number, got string",
  function() chan("jobs") end)
here("chan", "a channel's capacity must be a whole number, got 1.5",
  function() chan(1.5) end)
here("chan", "a name must be a string, got number", function() chan(1, 2) end)
panics("chan", "makechan: size out of range", chan, -1)
panics("chan", "makechan: size out of range", chan, NaN)
panics("chan", "makechan: size out of range", chan, huge)
panics("nilchan", "close of nil channel", function() nilchan:close() end)
here("channel:send", "invalid operation: cannot send to receive-only channel",
  function() chan():recv_only():send(1) end)
here("channel:recv",
  "invalid operation: cannot receive from send-only channel",
  function() chan():send_only():recv() end)
here("channel:range",
  "invalid operation: cannot receive from send-only channel",
  function() chan():send_only():range() end)
here("channel:close", "invalid operation: cannot close receive-only channel",
  function() chan():recv_only():close() end)
here("channel:send_only",
  "invalid operation: cannot send to receive-only channel",
  function() chan():recv_only():send_only() end)
here("channel:recv_only",
  "invalid operation: cannot receive from send-only channel",
  function() chan():send_only():recv_only() end)
panics("channel:send", "send on closed channel", function()
  local ch = chan(1) ch:close() ch:send(1) end)
panics("channel:close", "close of closed channel", function()
  local ch = chan() ch:close() ch:close() end)
here("recv", "recv(): a channel expected, got nil (the nil channel is nilchan)",
  function() recv(nil) end)
here("recv", "recv(): a channel expected, got timer",
  function() recv(time.new_timer(1)) end)
here("recv", "invalid operation: cannot receive from send-only channel",
  function() recv(chan():send_only()) end)
here("send", "send(): a channel expected, got table",
  function() send({}, 1) end)
here("send", "invalid operation: cannot send to receive-only channel",
  function() send(time.after(1), 1) end)
here("select",
  "select case 1 must be recv(ch), send(ch, v) or false, got channel",
  function() select{ chan() } end)
here("select",
  "select case 2 must be recv(ch), send(ch, v) or false, got table",
  function() select{ recv(nilchan), {}, default = true } end)
here("select", "select case 1 must be recv(ch), send(ch, v) or false, got " ..
  "boolean", function() select{ true } end)
here("select", "select has an entry that is neither a case nor default: dflt",
  function() select{ dflt = true } end)
here("select", "select's default must be true or false, got function",
  function() select{ default = nothing } end)

-- ---- observed variables, maps ----

here("shared", "a name must be a string, got table",
  function() shared(1, {}) end)
here("shared:update", "shared:update needs a function, got nil",
  function() shared(1):update() end)
here("shared", "table index is nil", function() shared({})[nil] = 1 end)
here("map", "map needs a plain table, got number", function() map(1) end)
here("map", "map needs a plain table, got map", function() map(map()) end)
here("map", "a map's key cannot be nil", function() map()[nil] = 1 end)
here("map", "a map's key cannot be NaN", function() map()[NaN] = 1 end)
here("map", "next does not take a map: use pairs",
  function() next(map()) end)

-- ---- time ----

local duration = 'a duration is a number of nanoseconds or a string such as ' ..
  '"1.5s", got '
local taking_durations = {
  ["time.sleep"] = time.sleep, ["time.after"] = time.after,
  ["time.tick"] = time.tick, ["time.new_timer"] = time.new_timer,
  ["time.new_ticker"] = time.new_ticker, ["time.format"] = time.format,
  ["runtime.work"] = runtime.work, ["runtime.syscall"] = runtime.syscall,
  ["time.after_func"] = function(d) time.after_func(d, nothing) end,
  ["timer:reset"] = function(d) time.new_timer(1):reset(d) end,
  ["ticker:reset"] = function(d) time.new_ticker(1):reset(d) end,
  ["context.with_timeout"] = function(d) context.with_timeout(bg, d) end,
  ["context.with_timeout_cause"] = function(d)
    context.with_timeout_cause(bg, d, "why")
  end,
  ["check.eventually"] = function(d) check.eventually(nothing, d) end,
  ["http.client"] = function(d) http.client{ timeout = d } end,
  ["http.server"] = function(d)
    http.server{ handler = nothing, idle_timeout = d }
  end,
}
-- Those in C are called on the line that calls them; the others have a line
-- of their own above.
local function says(name, text, f, ...)
  print(name)
  local ok, err = pcall(f, ...)
  if ok or not is(tostring(err):match("^every%.lua:%d+: (.*)$"), text) then
    complain(name, tostring(err) .. "\n  want: " .. text)
  end
end
for name, f in pairs(taking_durations) do
  says(name, duration .. "table", function() f({}) end)
  says(name, duration .. "mutex", function() f(sync.mutex()) end)
  says(name, "a duration cannot be NaN", function() f(NaN) end)
  says(name, 'invalid duration "soon" (write "1h2m3.5s", "250ms")',
    function() f("soon") end)
end
here("time.since",
  "time.since needs a time, as time.now() gives it, got string",
  function() time.since("1s") end)
here("time.after_func", "time.after_func needs a function, got no value",
  function() time.after_func("1s") end)
here("time.legacy", "time.legacy needs true or false, got no value",
  function() time.legacy() end)
panics("time.new_ticker", "non-positive interval for NewTicker",
  function() time.new_ticker(0) end)
panics("ticker:reset", "non-positive interval for Ticker.Reset",
  function() time.new_ticker(1):reset(-1) end)
here("ticker:stop", "timer:stop(): a timer expected, got no value" .. colon,
  function() time.new_ticker(1).stop() end)
any_will_do "timer.c ticker.c time.now"
any_will_do "time.ns time.us time.ms time.second time.minute time.hour"

-- ---- contexts, errors ----

local nil_parent = "cannot create context from nil parent"
for name in ([[with_cancel with_cancel_cause with_timeout with_deadline
    with_timeout_cause with_deadline_cause with_value without_cancel
    after_func cause]]):gmatch("%S+") do
  local make, full = context[name], "context." .. name
  panics(full, nil_parent, make, nil, 5, nothing)
  here(full, full .. ": a context expected, got string",
    function() make("ctx", 5, nothing) end)
  here(full, full .. ": a context expected, got channel",
    function() make(chan(), 5, nothing) end)
  here(full, full .. ": a context has the methods done, err, deadline and " ..
    "value; this table has no done", function() make({}, 5, nothing) end)
end
local time_in_ns = ": a deadline is a time in nanoseconds, a number as " ..
  "time.now() counts them, got "
here("context.with_deadline", "context.with_deadline" .. time_in_ns .. "string",
  function() context.with_deadline(bg, "1s") end)
here("context.with_deadline_cause", "context.with_deadline_cause" ..
  time_in_ns .. "nil", function() context.with_deadline_cause(bg) end)
panics("context.with_value", "nil key", context.with_value, bg, nil, 1)
here("context.after_func", "context.after_func needs a function, got nil",
  function() context.after_func(bg) end)
here("context:value", "a context's field cannot be set (user): use " ..
  "context.with_value", function() bg.user = 1 end)
here("errors.new", "errors.new: the text must be a string, got no value",
  function() errors.new() end)
here("errors.new", "errors.new: the text must be a string, got error",
  function() errors.new(net.eof) end)
here("errors.wrap", "errors.wrap needs a text (a string) and an error",
  function() errors.wrap("text") end)
any_will_do "errors.is errors.unwrap errors.join context.background"
any_will_do "context.todo context.canceled context.deadline_exceeded"

-- ---- sync ----

for name in ("mutex rwmutex waitgroup once map"):gmatch("%S+") do
  here("sync." .. name, "a name must be a string, got table",
    function() sync[name]({}) end)
end
here("sync.atomic", "a name must be a string, got number",
  function() sync.atomic(1, 2) end)
here("sync.cond", "sync.cond needs a lock (sync.mutex, sync.rwmutex), got nil",
  function() sync.cond() end)
here("sync.cond", "sync.cond needs a lock (sync.mutex, sync.rwmutex), got " ..
  "waitgroup", function() sync.cond(sync.waitgroup()) end)
here("sync.once_func", "once_func needs a function, got nil",
  function() sync.once_func() end)
here("sync.once_value", "once_value needs a function, got once",
  function() sync.once_value(sync.once()) end)
here("once:call", "once:call needs a function, got nil",
  function() sync.once():call() end)
here("waitgroup:add", "waitgroup:add needs a whole number, got nil",
  function() sync.waitgroup():add(nil) end)
here("waitgroup:add", "waitgroup:add needs a whole number, got 0.5",
  function() sync.waitgroup():add(0.5) end)
here("waitgroup:add", "waitgroup:add needs a whole number, got inf",
  function() sync.waitgroup():add(huge) end)
panics("waitgroup:done", "sync: negative WaitGroup counter",
  function() sync.waitgroup():done() end)
here("waitgroup:go", "waitgroup:go needs a function, got nil",
  function() sync.waitgroup():go() end)
here("atomic:add", "atomic:add needs a number, got string",
  function() sync.atomic(1):add("1") end)
here("atomic:add", "atomic:add needs a number in the variable, it holds a " ..
  "string", function() sync.atomic("one"):add(1) end)
here("atomic:store", "atomic:store needs a value",
  function() sync.atomic(1):store() end)
here("atomic:swap", "atomic:swap needs a value",
  function() sync.atomic(1):swap() end)
here("atomic:set", "atomic:set needs a value",
  function() sync.atomic(1):set() end)
here("atomic:cas", "atomic:cas needs two values: the old one and the new one",
  function() sync.atomic(1):cas(1) end)
for name in ([[load store load_or_store load_and_delete delete swap
    compare_and_swap compare_and_delete]]):gmatch("%S+") do
  local m = sync.map()
  here("syncmap:" .. name, "a sync.map's key cannot be nil",
    function() m[name](m, nil, 1, 2) end)
  here("syncmap:" .. name, "a sync.map's key cannot be NaN",
    function() m[name](m, NaN, 1, 2) end)
end
here("syncmap:store", "sync.map:store needs a key and a value",
  function() sync.map():store("k") end)
here("syncmap:compare_and_swap",
  "sync.map:compare_and_swap needs a key, the old and the new value",
  function() sync.map():compare_and_swap("k", 1) end)
here("syncmap:range", "sync.map:range needs a function, got nil",
  function() sync.map():range() end)
here("sync.pool", "sync.pool needs a table, as sync.pool{ new = fn }, got " ..
  "function", function() sync.pool(nothing) end)
here("sync.pool", "sync.pool needs new = a function, got table",
  function() sync.pool{ new = {} } end)
here("sync.pool", "sync.pool has no key 'New' (it has: new)",
  function() sync.pool{ New = nothing } end)

-- ---- errgroup, semaphore, singleflight ----

panics("errgroup.new", nil_parent, errgroup.new, nil)
here("errgroup.new", "errgroup.new: a context expected, got string",
  function() errgroup.new("fetchers") end)
here("errgroup.new", "a name must be a string, got number",
  function() errgroup.new(bg, 1) end)
here("errgroup:go", "errgroup:go needs a function, got nil",
  function() (errgroup.new()):go() end)
here("errgroup:try_go", "errgroup:try_go needs a function, got thread",
  function() (errgroup.new()):try_go(coroutine.create(nothing)) end)
for _, v in ipairs{ "2", 1.5, NaN, huge } do
  here("errgroup:set_limit", "errgroup:set_limit needs a whole number, got " ..
    (type(v) == "string" and "string" or tostring(v)),
    function() (errgroup.new()):set_limit(v) end)
end
panics("errgroup:set_limit", "errgroup: modify limit while 1 goroutines in " ..
  "the group are still active", function()
  local g = errgroup.new()
  g:set_limit(1)
  g:go(nothing)
  g:set_limit(2)
end)
local weight = " needs a whole number that is not negative, got "
here("semaphore.new", "semaphore.new needs a size",
  function() semaphore.new() end)
here("semaphore.new", "semaphore.new" .. weight .. "-1",
  function() semaphore.new(-1) end)
here("semaphore.new", "semaphore.new" .. weight .. "inf",
  function() semaphore.new(huge) end)
here("semaphore:acquire", "semaphore:acquire needs a context, got number",
  function() semaphore.new(1):acquire(1) end)
here("semaphore:acquire", "semaphore:acquire" .. weight .. "-1",
  function() semaphore.new(1):acquire(bg, -1) end)
here("semaphore:try_acquire", "semaphore:try_acquire" .. weight .. "0.5",
  function() semaphore.new(1):try_acquire(0.5) end)
here("semaphore:release", "semaphore:release" .. weight .. "string",
  function() semaphore.new(1):release("1") end)
panics("semaphore:release", "semaphore: released more than held",
  function() semaphore.new(1):release() end)
here("singleflight.new", "a name must be a string, got table",
  function() singleflight.new({}) end)
here("singleflight:call", "singleflight:call needs a key, got nil",
  function() singleflight.new():call(nil, nothing) end)
here("singleflight:call", "singleflight:call needs a function, got nil",
  function() singleflight.new():call("key") end)
here("singleflight:call_chan",
  "singleflight:call_chan needs a function, got string",
  function() singleflight.new():call_chan("key", "fn") end)
here("singleflight:forget", "singleflight:forget needs a key, got NaN",
  function() singleflight.new():forget(NaN) end)

-- ---- net, http, pool, resource ----

local address = ': an address is a string such as "localhost:80", got '
here("net.listen", "net.listen" .. address .. '"localhost"',
  function() net.listen("localhost") end)
here("net.dial", "net.dial" .. address .. "number",
  function() net.dial(80) end)
here("net.dial", "net.dial: a context expected, got string",
  function() net.dial("here:1", "1s") end)
local bytes = "conn:read(n): n must be a whole number of bytes from 1 on, got "
here("conn:read", bytes .. "0", function() conn:read(0) end)
here("conn:read", bytes .. "table", function() conn:read({}) end)
here("conn:write", "conn:write(text): a string expected, got 5",
  function() conn:write(5) end)
here("conn:set_deadline", 'invalid duration "x" (write "1h2m3.5s", "250ms")',
  function() conn:set_deadline("x") end)
here("conn:set_deadline", "conn:set_deadline: a time in nanoseconds expected" ..
  ', as time.now() counts them, or a duration such as "1s", got table',
  function() conn:set_deadline({}) end)
here("http.server", "http.server needs a table, as in http.server{ addr = " ..
  '":80", handler = fn }, got function', function() http.server(nothing) end)
here("http.server", "http.server: handler must be a function, got nil",
  function() http.server{ addr = ":80" } end)
here("http.server", "http.server: addr must be a string, got 80",
  function() http.server{ addr = 80, handler = nothing } end)
here("http.server", "http.server has no key 'timeout' (it has: addr, " ..
  "handler, idle_timeout, read_timeout, write_timeout)",
  function() http.server{ handler = nothing, timeout = "1s" } end)
here("server:serve", "srv:serve needs a listener, got string",
  function() http.server{ handler = nothing }:serve(":80") end)
here("server:shutdown", "srv:shutdown: a context expected, got string",
  function() http.server{ handler = nothing }:shutdown("5s") end)
here("http.client", "http.client needs a table, as in http.client{ timeout " ..
  '= "5s" }, got string', function() http.client("5s") end)
here("http.client", "http.client has no key 'Timeout' (it has: timeout)",
  function() http.client{ Timeout = "5s" } end)
here("client:get", "client:get: a context expected, got string",
  function() http.client():get("http://here/") end)
here("client:get", 'an url is a string such as ' ..
  '"http://localhost:80/path", got "here"',
  function() http.client():get(nil, "here") end)
here("client:post", "a request's body must be a string, got table",
  function() http.client():post(nil, "http://here/", {}) end)
here("client:request", "client:request: the method must be a string, got nil",
  function() http.client():request(nil, nil, "http://here/") end)
here("http.status_text", "http.status_text needs a number, got string",
  function() http.status_text("200") end)
here("pool.new", "pool.new needs a table, as in pool.new{ max = 20, open = " ..
  "fn }, got nil", function() pool.new() end)
here("pool.new", "pool.new: max must be a whole number from 1 on, got 0",
  function() pool.new{ max = 0, open = nothing } end)
here("pool.new", "pool.new: open must be a function, got nil",
  function() pool.new{ max = 2 } end)
here("pool.new", "pool.new has no key 'size' (it has: max, name, open)",
  function() pool.new{ size = 2, open = nothing } end)
here("pool:get", "pool:get: a context expected, got string",
  function() pool.new{ max = 1, open = nothing }:get("1s") end)
local out = "(): this connection is not out (put twice, or of another pool)"
here("pool:put", "pool:put" .. out,
  function() pool.new{ max = 1, open = nothing }:put({}) end)
here("pool:put", "pool:put" .. out,
  function() pool.new{ max = 1, open = nothing }:put() end)
here("pool:discard", "pool:discard" .. out,
  function() pool.new{ max = 1, open = nothing }:discard({}) end)
here("resource.open",
  "resource.open(kind, name): the kind must be a string, got nil",
  function() resource.open() end)
here("resource.open",
  "resource.open(kind, name): the name must be a string, got table",
  function() resource.open("file", {}) end)
any_will_do "net.eof"

-- ---- runtime ----

here("runtime.gomaxprocs",
  "runtime.gomaxprocs needs a whole number up to 64, got 65",
  function() runtime.gomaxprocs(65) end)
here("runtime.gomaxprocs",
  "runtime.gomaxprocs needs a whole number up to 64, got string",
  function() runtime.gomaxprocs("4") end)
for _, v in ipairs{ -1, 256, 0.5, NaN } do
  here("runtime.exit",
    "runtime.exit needs a whole number from 0 to 255, got " .. tostring(v),
    function() runtime.exit(v) end)
end
any_will_do "runtime.gosched runtime.goexit runtime.num_goroutine runtime.gc"
any_will_do "runtime.stack runtime.goroutines runtime.mem runtime.leaked"

-- ---- scenarios and checks ----

local function with(t)
  t.name, t.main = t.name or "name", t.main or nothing
  return function() scenario(t) end
end
here("scenario", "scenario needs a table, got nil", function() scenario() end)
here("scenario", "scenario needs main = function() ... end",
  function() scenario{ name = "x" } end)
here("scenario", "scenario needs a name",
  function() scenario{ main = nothing } end)
says("scenario", "scenario has no key 'expected' (it has: ...",
  with{ expected = 1 })
says("scenario", "scenario: procs must be a number, got string",
  with{ procs = "2" })
says("explore",
  "explore.depth goes with the strategies pct and delay, not auto",
  function() scenario{ name = "x", main = print, explore = { depth = 2 } } end)
says("storm", "storm.blocked must be a share from 0 to below 1, got 2",
  function() scenario{ name = "x", main = print, storm = { blocked = 2 } } end)
says("timeout", "scenario: timeout must be more than nothing",
  with{ timeout = 0 })
says("drain", "scenario: drain cannot be negative", with{ drain = -1 })
says("procs", "scenario: procs must be a whole number from 1 on, got 0",
  with{ procs = 0 })
says("livelock",
  "scenario: livelock must be a whole number from 10000 on, got 0",
  with{ livelock = 0 })
says("scenario", "explore.runs must be a whole number from 1 on, got 0",
  with{ explore = { runs = 0 } })
says("scenario", "explore: runs must be a number, got string",
  with{ explore = { runs = "many" } })
here("scenario.pair", "scenario.pair needs main = function(fixed) ... end",
  function() scenario.pair{ name = "x" } end)
here("scenario.pair", "scenario.pair needs a name",
  function() scenario.pair{ main = nothing } end)
says("expect", "expect: the value needs a quantifier in front of its " ..
  "pattern: always, sometimes or never", with{ expect = { pass = true } })
says("expect", "expect: the value must be a quantifier (always{...}, " ..
  "sometimes{...}, never{...}), got function", with{ expect = nothing })
for name, quantifier in pairs{ always = always, sometimes = sometimes,
    never = never } do
  says(name, "expect: " .. name .. " must be a verdict pattern such as " ..
    "{ leak = true }, got string", with{ expect = quantifier("leak") })
  says(name, "expect: " .. name .. ": a quantifier cannot stand inside another",
    with{ expect = quantifier(always{ pass = true }) })
end
says("any", "expect: always.any takes a list of patterns, any{ p, q }",
  with{ expect = always(any{}) })
here("check.eventually", "check.eventually needs a function, got boolean",
  function() check.eventually(true, "1s") end)
here("check.no_leaks", "check.no_leaks takes a table of options, got string",
  function() check.no_leaks("worker") end)
here("check.no_leaks",
  "check.no_leaks has no option 'ignored' (it has: ignore)",
  function() check.no_leaks{ ignored = {} } end)
here("check.no_leaks",
  "check.no_leaks: ignore must be a list of strings, got string",
  function() check.no_leaks{ ignore = "worker" } end)
here("check.no_leaks",
  "check.no_leaks: ignore must be a list of strings, it holds a number",
  function() check.no_leaks{ ignore = { 1 } } end)
here("check.goroutines", "check.goroutines needs { max = n }, got 5",
  function() check.goroutines(5) end)
here("check.goroutines", "check.goroutines: max must be a number, got nan",
  function() check.goroutines{ max = NaN } end)
any_will_do "check.always check.sometimes check.reachable check.unreachable"
any_will_do "check.no_proven_leaks"

-- ---- faults ----

says("chaos", "chaos: a plan has no key \"sede\" (it has: hypothesis, name, " ..
  "recovery, seed, sweep, unsound, until_, and faults)", with{ chaos = { sede = 1 } })
says("chaos", "chaos: the plan is empty", with{ chaos = {} })
says("fault", "chaos: fault 1: which fault? fault = one of ...",
  with{ chaos = { { at = "chan" } } })
here("chaos.inject", "chaos.inject: there is no fault \"delya\" (there are: ...",
  function() chaos.inject{ fault = "delya" } end)
here("chaos.inject", "chaos.inject: the fault \"delay\" needs by",
  function() chaos.inject{ fault = "delay" } end)
here("chaos.sweep", "chaos.sweep needs a fault, such as { fault = ...",
  function() chaos.sweep(1) end)
says("chaos.sweep", "chaos.sweep: a sweep fires at one point a run, each in " ..
  "turn: it takes no nth",
  with{ chaos = chaos.sweep{ fault = "kill", nth = 1 } })
here("chaos.plan", "there is no plan \"x\" (there are: ...",
  function() chaos.plan "x" end)
any_will_do "chaos.active chaos.log chaos.faults"

-- ---- Lua's own, where it is ours ----

here("print", "'tostring' must return a string to 'print'", function()
  print(setmetatable({}, { __tostring = function() return 1 end })) end)
here("require", "bad argument #1 to 'require' (string expected, got nil)",
  function() require() end)
here("require", "module name '../x' is not allowed: letters, digits, '_', " ..
  "'-' and single dots", function() require("../x") end)
here("coroutine", "attempt to yield outside a coroutine (a goroutine waits " ..
  "by itself; runtime.gosched() lets others run)",
  function() coroutine.yield() end)
for name in ("create wrap"):gmatch("%S+") do
  here("coroutine", "bad argument #1 to 'create' (function expected)",
    function() coroutine[name](5) end)
end
for name in ("resume status"):gmatch("%S+") do
  here("coroutine", "bad argument #1 to '" .. name .. "' (coroutine expected)",
    function() coroutine[name](nothing) end)
end
here("math.random", "bad argument #1 to 'random' (interval is empty)",
  function() math.random(0) end)
here("os.time", "bad argument #1 to 'time' (table expected, got number)",
  function() os.time(5) end)
here("os.time", "field 'month' missing in date table",
  function() os.time{ year = 2000 } end)
any_will_do "pcall seep"

runtime.exit(bad == 0 and 0 or 1)
