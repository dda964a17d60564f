-- partition-and-heal: the network is cut, in one direction, in both, and heals.
--
-- It teaches what is done twice: a request whose answer is lost has been
-- served, and is sent again. And who waits without a deadline waits for ever.
return {
  { fault = "loss", p = 0.05, count = 3 },
  { fault = "partition", way = "back", after = "1s", for_ = "2s" },
  { fault = "partition", after = "10s", for_ = "5s" },
}
