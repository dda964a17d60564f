-- module(), which writes into the globals, if it is there at all.
-- status: 0 1
if module then
  pcall(module, "io")
  pcall(module, "_G.io", package and package.seeall)
  pcall(module, "string")
end
assert(_G.io == nil or type(_G.io) == "table" and not _G.io.open)
print("contained")
