-- recv-no-sender, repaired: the sender answers on every path.
--
-- The close is deferred before the first return, so that each way out of the
-- function tells the reader something: a value, or ok = false for "there is
-- none". Whoever starts to wait for an answer relies on that promise.

local function load(path, config)
  defer(config.close, config)
  if path == "" then return end
  config:send("read from " .. path)
end

local function reads(path)
  local config, answer = chan(0, "config"), chan(1, "answer")
  go("reader", function()
    local text, ok = config:recv()
    answer:send{ text = text, ok = ok }
  end)
  go("loader", load, path, config)
  local got = answer:recv()
  return got
end

scenario{
  name = "the reader learns that there is no value",
  main = function()
    local answer = reads("")
    check.always(answer.text == nil and not answer.ok, "no config, no value")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "the reader gets the value when there is one",
  main = function()
    local answer = reads("app.conf")
    check.always(answer.ok, "the config was sent before the close")
    check.always(answer.text == "read from app.conf", "the value is whole")
  end,
  expect = always{ pass = true },
}
