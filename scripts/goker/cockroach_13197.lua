-- cockroach_13197: a transaction's watchdog outlives the transaction.
--
-- Beginning a transaction makes a context and starts a goroutine that waits
-- for its end, to roll back if need be. Commit and rollback mark the
-- transaction as done, but nobody calls the context's cancel.
-- Repair: closing the transaction cancels its context.

local function begin(db)
  local tx = { db = db, open = true }
  local ctx, cancel = context.with_cancel(context.background())
  tx.cancel = cancel
  go("tx watchdog", function()
    ctx:done():recv()
    tx.open = false
  end)
  return tx
end

local function commit(tx, fixed)
  tx.open = false
  if fixed then tx.cancel() end
end

scenario.pair{
  name = "a committed transaction leaves its goroutine behind",
  main = function(fixed)
    local tx = begin("bank")
    commit(tx, fixed)
  end,
  expect = always{
    leak = {
      { count = 1 },
      {
        count = 1, name = "tx watchdog", wait = "chan receive",
        cause = "context never cancelled", at = "cockroach_13197.lua:13",
      },
      { cause = "cockroach_13197.lua:10" }, -- where it was made
    },
  },
}
