-- kubernetes_6632: a frame cannot be written while the monitor leaves.
--
-- Writing a frame to a connection takes the write lock and tells the monitor
-- to reset its idle timer, on an unbuffered channel. This monitor has been
-- told to close: it only wants the write lock, to close that channel. If a
-- writer was first, it holds the lock and has no reader any more.
-- Repair: before it takes the lock, the monitor has the resets drained.

local function new_connection()
  return {
    write_lock = sync.mutex("write"),
    reset = chan(0, "reset"),
    closing = chan(0, "closing"),
  }
end

local function monitor(conn, fixed)
  while true do
    local what = select{ recv(conn.closing, "closing") }
    if what == "closing" then
      local reset = conn.reset
      if fixed then
        go("drain", function()
          for _ in reset:range() do end
        end)
      end
      conn.write_lock:lock()
      reset:close()
      conn.reset = nil
      conn.write_lock:unlock()
      return
    end
  end
end

local function write_frame(conn)
  conn.write_lock:lock()
  if conn.reset then conn.reset:send(true) end
  conn.write_lock:unlock()
end

scenario.pair{
  name = "a frame is written as the connection closes",
  main = function(fixed)
    local conn = new_connection()
    go("monitor", monitor, conn, fixed)
    go("writer", write_frame, conn)
    conn.closing:close()
  end,
  explore = { runs = 1000 },
  expect = {
    sometimes{
      leak = {
        { count = 2 },
        { count = 1, name = "writer", wait = "chan send" },
        {
          count = 1, name = "monitor", wait = "sync.Mutex.Lock",
          cause = "holder blocked",
        },
      },
    },
    sometimes{ pass = true },
  },
}
