-- A module that fails with a value that is no text.
error(setmetatable({}, { __tostring = function() error("told you") end }))
