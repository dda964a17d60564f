-- What tostring says of each kind of object: never an address.
local t = require "lib.t"

local function is(v, want) t.eq(tostring(v), want) end

-- Numbers of objects are of this scenario's own.
local function like(v, pattern)
  local text = tostring(v)
  assert(text:match("^" .. pattern .. "$"), text .. " is not " .. pattern)
end

scenario{
  name = "tostring: what parks goroutines has its kind, name and number",
  main = function()
    like(chan(), "chan ch#%d+")
    like(chan(1, "jobs"), "chan jobs %(ch#%d+%)")
    like(chan(1, "jobs"):recv_only(), "chan jobs %(ch#%d+%)")
    is(nilchan, "nilchan")
    like(recv(chan(1, "jobs")), "recv of chan jobs %(ch#%d+%)")
    like(send(chan(1), 1, "label"), "send to chan ch#%d+")
    is(recv(nilchan), "recv of nilchan")
    like(sync.mutex(), "mutex#%d+")
    like(sync.rwmutex("rw"), "rwmutex rw %(rwmutex#%d+%)")
    like(sync.waitgroup("all"), "waitgroup all %(wg#%d+%)")
    like(sync.once("first"), "once first %(once#%d+%)")
    like(sync.cond(sync.mutex()), "cond#%d+")
    like(sync.map("m"), "sync.map m %(syncmap#%d+%)")
    like(sync.atomic(1, "n"), "atomic n %(atomic#%d+%)")
    like(shared(1, "x"), "shared x %(var#%d+%)")
    like(map({}, "m"), "map m %(map#%d+%)")
    like(time.new_timer("1s"), "timer#%d+")
  end,
}

scenario{
  name = "tostring: what is made of these has its kind and name",
  main = function()
    is(sync.pool{}, "sync.pool")
    is(sync.pool({}, "buffers"), "sync.pool buffers")
    is((errgroup.new()), "errgroup")
    is((errgroup.new(context.background(), "fetch")), "errgroup fetch")
    is(semaphore.new(3), "semaphore")
    is(semaphore.new(3, "slots"), "semaphore slots")
    is(singleflight.new(), "singleflight")
    is(singleflight.new("cache"), "singleflight cache")
    is(pool.new{ max = 1, open = function() end }, "pool")
    is(pool.new{ max = 1, open = function() end, name = "db" }, "pool db")
    is(http.server{ handler = function() end }, "server :80")
    is(http.client(), "client")
    local l, r = net.listen("localhost:99"), resource.open("file", "a.txt")
    is(l, "listener localhost:99")
    is(r, "file a.txt")
    l:close()
    r:close()
    is(always{ pass = true }, "always")
    is(any{ { pass = true } }, "any")
    is(context.background(), "context.Background")
    is(errors.new("gone"), "gone")
  end,
}

scenario{
  name = "tostring: a class is no object, and its tostring says so",
  main = function()
    for _, object in ipairs{
      sync.pool{}, errgroup.new(), semaphore.new(1), singleflight.new(),
    } do
      local class = getmetatable(object)
      is(object.__tostring({}), class)
    end
  end,
}
