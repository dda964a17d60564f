-- A __tostring that fails, called by print.
-- status: 1
-- says: told you
-- at: here
print(setmetatable({}, {
  __tostring = function() error("told you") end, -- here
}))
