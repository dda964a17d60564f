-- hugo_5379: rendering a page asks the page for what rendering makes.
--
-- A page makes its content once, in a goroutine that holds the content mutex,
-- and waits for that 1 ms at most. The content has a shortcode that asks for
-- the word count, and so comes back to the same two onces and the same mutex:
-- it waits for the first once until the time is up, and then either locks the
-- mutex it holds, in the second once, or waits for a worker that does so and
-- waits for it. The millisecond is real time in the original; here, virtual.
-- Repair: shortcodes get the bare page, which counts its source and makes
-- nothing.

local make_content = func(function(page, fixed)
  page.mutex:lock()
  defer(page.mutex, "unlock")
  local words = fixed and page.source_words() or page.words()
  page.content = words .. " words"
end)

local function new_page(fixed)
  local page = {
    mutex = sync.mutex("content"), source = "{{ words }} words",
    content_made = sync.once("content made"),
    plain_made = sync.once("plain made"),
  }
  local init_content = func(function()
    local ctx, cancel = context.with_timeout(context.background(), "1ms")
    defer(cancel)
    local made = chan(1, "made")
    go("content", function()
      make_content(page, fixed)
      made:send(true)
    end)
    select{ recv(made), recv(ctx:done()) }
  end)
  local init_plain = func(function()
    page.mutex:lock()
    defer(page.mutex, "unlock")
    page.plain = page.content
  end)
  function page.words()
    page.content_made:call(init_content)
    page.plain_made:call(init_plain)
    return #page.plain
  end
  function page.source_words() return #page.source end
  return page
end

scenario.pair{
  name = "two workers render one page",
  main = function(fixed)
    local page, workers = new_page(fixed), sync.waitgroup("workers")
    for _ = 1, 2 do
      workers:add(1)
      go("worker", function()
        defer(workers, "done")
        page.words()
      end)
    end
    workers:wait()
  end,
  explore = { runs = 100 },
  expect = {
    always{
      deadlock = {
        { count = 4 },
        { count = 1, wait = "sync.WaitGroup.Wait" },
        { count = 2, name = "worker", wait = "sync.Mutex.Lock" },
        { count = 1, name = "content", wait = "sync.Mutex.Lock" },
      },
    },
    sometimes{
      deadlock = { name = "content", at = "hugo_5379.lua:36" },
    },
    sometimes{ deadlock = { name = "worker", at = "hugo_5379.lua:36" } },
  },
}
