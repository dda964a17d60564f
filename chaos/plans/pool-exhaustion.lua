-- pool-exhaustion: for a while all places of a pool are taken.
--
-- It teaches what waits behind a pool: requests without a deadline pile up,
-- and one that needs two connections while it holds one may never get it.
return {
  { fault = "exhaust", by = { "1s", "10s" }, p = 0.2, max = 3 },
  { fault = "io_error", at = "pool.get", p = 0.1, max = 3 },
}
