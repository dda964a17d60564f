-- moby_36114: a helper that locks what its caller has locked.
--
-- Attaching disks when a virtual machine starts is done under its lock. The
-- helper that attaches one disk is also called on its own elsewhere, so it
-- takes the lock itself; called from here it waits for its caller.
-- Repair: a helper for callers that hold the lock, and one around it that
-- locks.

local function attach_locked(vm, disk)
  table.insert(vm.disks, disk)
end

local attach = func(function(vm, disk)
  vm.lock:lock()
  defer(vm.lock, "unlock")
  attach_locked(vm, disk)
end)

local start = func(function(vm, disks, fixed)
  vm.lock:lock()
  defer(vm.lock, "unlock")
  for _, disk in ipairs(disks) do
    if fixed then
      attach_locked(vm, disk)
    else
      attach(vm, disk)
    end
  end
end)

scenario.pair{
  name = "a machine starts with two disks",
  main = function(fixed)
    local vm = { lock = sync.mutex("vm"), disks = {} }
    go("start", start, vm, { "system", "scratch" }, fixed)
  end,
  expect = always{
    leak = {
      { count = 1 },
      {
        count = 1, name = "start", wait = "sync.Mutex.Lock",
        cause = "locked by itself", at = "moby_36114.lua:14",
      },
    },
  },
}
