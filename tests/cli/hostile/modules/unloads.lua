-- A module that takes itself out of what is loaded.
if package and package.loaded then
  package.loaded["modules.unloads"] = nil
end
return nil
