-- rwmutex-rwr: reading twice with a writer in between.
--
-- A function that holds the read lock calls one that takes it again. That
-- works until a writer comes between the two: a waiting writer keeps new
-- readers out, so the second read lock waits for the writer, the writer for
-- the first read lock, and neither goes on.
-- Repair: read under the lock that is already held.

local function size(index)
  index.rw:rlock()
  defer(index.rw, "runlock")
  return #index.words
end

local function describe(index, fixed)
  index.rw:rlock()
  defer(index.rw, "runlock")
  return "size " .. (fixed and #index.words or func(size)(index))
end

scenario.pair{
  name = "a writer comes between two read locks",
  main = function(fixed)
    local index = { rw = sync.rwmutex("index"), words = { "a" } }
    go("writer", function()
      index.rw:lock()
      defer(index.rw, "unlock")
      index.words[2] = "b"
    end)
    local text = func(describe)(index, fixed)
    check.always(text == "size 1" or text == "size 2", "it was described")
  end,
  expect = sometimes{
    deadlock = {
      {
        wait = "sync.RWMutex.RLock", cause = "recursive read lock",
        at = "rwmutex-rwr.lua:10",
      },
      {
        name = "writer", wait = "sync.RWMutex.Lock", cause = "lock cycle of 2",
        at = "rwmutex-rwr.lua:26",
      },
    },
  },
  explore = { runs = 200 },
}
