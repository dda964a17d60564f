-- resource.lua - anything that must be closed: resource.open(kind, name).
--
-- What is still open when the run is over is reported by kind and line.
local lib = ...

local fail, type, setmetatable = lib.fail, type, setmetatable
local errors = lib.errors

local Resource = lib.sealed{}
Resource.__index = Resource
Resource.__metatable = "resource"
function Resource:__tostring()
  return self.kind .. (self.name and " " .. self.name or "")
end

local check = lib.args.object("r", "a resource", "opened")

local resource = {}

function resource.open(kind, name)
  if type(kind) ~= "string" then
    fail("resource.open(kind, name): the kind must be a string, got "
      .. lib.kind(kind))
  elseif name ~= nil and type(name) ~= "string" then
    fail("resource.open(kind, name): the name must be a string, got "
      .. lib.kind(name))
  end
  return setmetatable({ kind = kind, name = name,
    opened = lib.open_resource(kind, name) }, Resource)
end

-- An error, as Go's os.File has it, when it was closed before.
function Resource:close()
  if not lib.close_resource(check(self, "close").opened) then
    return errors.new("close " .. (self.name or self.kind)
      .. ": already closed")
  end
end

return resource
