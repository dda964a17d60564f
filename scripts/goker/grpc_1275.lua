-- grpc_1275: closing a stream does not wake its reader.
--
-- A goroutine reads from a stream: it waits for the next piece in the
-- stream's buffer. The test closes the stream, waits 300 ns for the reader to
-- come to an end, and gives up. Closing forgets to put an end into the
-- buffer, so the reader waits for good. The original waits on a real clock;
-- here the 300 ns are virtual, and the reader always has the time it needs.
-- Repair: closing puts an error into the buffer.

local function new_stream()
  return { buffer = chan(0, "buffer"), closed = false }
end

local function read_full(stream)
  local got = {}
  while #got < 2 do
    local _, piece, ok = select{ recv(stream.buffer, "piece") }
    if not ok then return nil, "stream closed" end
    table.insert(got, piece)
  end
  return table.concat(got)
end

local function close_stream(stream, fixed)
  stream.closed = true
  if fixed then stream.buffer:close() end
end

scenario.pair{
  name = "a stream is closed under its reader",
  main = function(fixed)
    local stream, done = new_stream(), chan(0, "done")
    go("reader", function()
      defer(done, "close")
      read_full(stream)
    end)
    close_stream(stream, fixed)
    local timeout = time.new_timer("300ns")
    local what = select{ recv(done, "done"), recv(timeout.c, "timeout") }
    timeout:stop()
    check.always(what == (fixed and "done" or "timeout"), "the reader ends")
  end,
  expect = always{
    leak = {
      { count = 1 },
      {
        count = 1, name = "reader", wait = "chan receive",
        cause = "no sender left: nobody ever sent on \"buffer\"",
        at = "grpc_1275.lua:17",
      },
    },
  },
}
