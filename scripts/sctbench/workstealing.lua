-- workstealing: the last task of a queue is taken by its owner and stolen.
--
-- The owner puts tasks in and takes them out at one end, a thief steals at the
-- other. For the last one they must compete, with a compare-and-swap; here the
-- owner does not. Repair: it does.

local function new_queue()
  local head, tail = sync.atomic(0, "head"), sync.atomic(0, "tail")
  local task, q = {}, {}
  function q.put(x)
    local t = tail:load()
    task[t] = x
    tail:store(t + 1)
  end
  function q.take(fixed)
    local t = tail:load() - 1
    tail:store(t)
    local h = head:load()
    if t > h then return task[t] end
    if t < h then
      tail:store(h)
      return nil
    end
    tail:store(h + 1)
    if fixed then
      return head:cas(h, h + 1) and task[t] or nil
    end
    head:store(h + 1)
    return task[t]
  end
  function q.steal()
    local h = head:load()
    if h >= tail:load() then return nil end
    local x = task[h]
    return head:cas(h, h + 1) and x or nil
  end
  return q
end

scenario.pair{
  name = "workstealing",
  main = function(fixed)
    local q, done, both = new_queue(), {}, sync.waitgroup()
    local function work(x)
      if not x then return end
      check.always(not done[x], "a task is done twice")
      done[x] = true
    end
    both:go(function()
      for i = 1, 4 do q.put(i) end
      for _ = 1, 2 do work(q.take(fixed)) end
      q.put(5)
      for _ = 1, 3 do work(q.take(fixed)) end
    end)
    both:go(function()
      for _ = 1, 4 do work(q.steal()) end
    end)
    both:wait()
  end,
  explore = { runs = 5000 },
  expect = sometimes{ assertion = "a task is done twice" },
}
