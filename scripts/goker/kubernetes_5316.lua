-- kubernetes_5316: a request that is finished after its timeout.
--
-- An API server runs each request in a goroutine that sends its result or its
-- error on unbuffered channels; the caller waits for either, for 1 ms. The
-- request takes 2 ms: it sends to a caller that has left. Whether it fails is
-- drawn at random and only decides on which of the channels it is stuck. In
-- the original the clock is real and could be late; here it never is.
-- Repair: channels with room for what is sent on them.

local function save_object()
  time.sleep("2ms")
  if math.random(2) == 1 then return nil, "conflict" end
  return "saved"
end

local function finish_request(timeout, work, fixed)
  local room = fixed and 1 or 0
  local results, errs = chan(room, "results"), chan(room, "errors")
  go("request", function()
    local result, err = work()
    if err then
      errs:send(err)
    else
      results:send(result)
    end
  end)
  local what, value = select{
    recv(results, "result"), recv(errs, "error"),
    recv(time.after(timeout), "timeout"),
  }
  if what == "result" then return value end
  return nil, what == "timeout" and "timed out" or value
end

scenario.pair{
  name = "the caller is gone when its request is done",
  main = function(fixed)
    local result, err = finish_request("1ms", save_object, fixed)
    check.always(not result and err == "timed out", "the caller gave up")
  end,
  explore = { runs = 100 },
  expect = {
    always{
      leak = {
        { count = 1 },
        {
          count = 1, name = "request", wait = "chan send",
          cause = "receiver left through timeout",
          created = "kubernetes_5316.lua:19",
        },
      },
    },
    sometimes{ leak = { at = "kubernetes_5316.lua:22" } },
    sometimes{ leak = { at = "kubernetes_5316.lua:24" } },
  },
}
