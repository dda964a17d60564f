-- A worker that looks at Done between its jobs.
local function worker(ctx, jobs, done)
  while true do
    local what, j = select{ recv(jobs, "job"), recv(ctx:done(), "done") }
    if what == "done" then
      done:send("stopped: " .. tostring(ctx:err()))
      return
    end
    print("job", j)
  end
end
local ctx, cancel = context.with_cancel(context.background())
local jobs, done = chan(), chan()
go(worker, ctx, jobs, done)
for i = 0, 2 do
  jobs:send(i)
end
cancel()
print((done:recv()))
