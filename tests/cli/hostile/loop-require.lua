-- An endless loop in a module.
-- status: 1 3
-- says: limit|livelock
-- never: swallowed
pcall(require, "modules.loop")
print("swallowed")
