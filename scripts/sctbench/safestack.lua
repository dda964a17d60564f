-- safestack: a stack without locks that two goroutines get the same cell of.
--
-- Three cells; each of three goroutines takes one, puts its mark on it and puts
-- it back, twice. After an exercise that D. Vyukov set for those who search
-- schedules: it takes five preemptions and hardly any draw finds it. So nothing
-- is asked for but that runs end or show it.

local CELLS = 3

local function new_stack()
  local head, count = sync.atomic(1, "head"), sync.atomic(CELLS, "count")
  local following, mark, s = {}, {}, {}
  for i = 1, CELLS do
    following[i] = sync.atomic(i < CELLS and i + 1 or -1, "next " .. i)
    mark[i] = 0
  end
  local function try()
    local top = head:load()
    local below = following[top]:swap(-1)
    if below < 0 then return nil end
    if head:cas(top, below) then
      count:add(-1)
      return top
    end
    following[top]:swap(below)
  end
  function s.pop()
    while count:load() > 1 do
      local got = try()
      if got then return got end
    end
  end
  function s.push(i)
    local top
    repeat
      top = head:load()
      following[i]:store(top)
    until head:cas(top, i)
    count:add(1)
  end
  s.mark = mark
  return s
end

local function worker(s, me)
  for _ = 1, 2 do
    local i = s.pop()
    while not i do
      runtime.gosched()
      i = s.pop()
    end
    s.mark[i] = me
    runtime.gosched()
    check.always(s.mark[i] == me, "a cell is taken twice")
    s.push(i)
  end
end

scenario{
  name = "safestack",
  main = function()
    local s = new_stack()
    for me = 1, 3 do go("worker " .. me, worker, s, me) end
  end,
  explore = { runs = 300 },
  expect = always(any{ { pass = true }, { assertion = "taken twice" },
                       { limit = true } }),
}
