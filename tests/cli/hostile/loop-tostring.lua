-- An endless loop in __tostring, called by print.
-- status: 1 3
-- says: limit|livelock
print(setmetatable({}, {
  __tostring = function()
    while true do end
  end,
}))
