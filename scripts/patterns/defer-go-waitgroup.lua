-- defer-go-waitgroup: a wait for a goroutine that a defer has yet to start.
--
-- The group counts the upload, and the goroutine that would count it off is
-- started by a deferred call: at the end of the function. But the function
-- does not end, for it waits for that very goroutine. The code reads well from
-- top to bottom, which is why reviews miss it.
-- Repair: start the goroutine before the wait; defer the wait if anything.

local function upload(uploads)
  defer(uploads, "done")
  time.sleep("1s")
end

scenario{
  name = "main waits before its deferred goroutine has started",
  main = function()
    local uploads = sync.waitgroup("uploads")
    uploads:add(1)
    defer(function()
      go("upload", upload, uploads)
    end)
    uploads:wait()
    check.unreachable("the upload starts after this line")
  end,
  expect = always{
    deadlock = {
      count = 1, wait = "sync.WaitGroup.Wait", cause = "counter stuck at 1",
      at = "defer-go-waitgroup.lua:22",
    },
  },
}
