-- No function of the host's libraries, by any name, from anywhere.
-- status: 0
-- prints: contained
local function absent(holder, ...)
  local t = _G[holder]
  for _, name in ipairs{ ... } do
    local ok, v = pcall(function() return t[name] end)
    assert(not ok or v == nil, holder .. "." .. name .. " is there")
  end
end
absent("io", "open", "popen", "read", "write", "lines", "tmpfile", "stdin",
  "stdout", "stderr", "input", "output", "close", "type")
absent("os", "execute", "exit", "getenv", "remove", "rename", "setlocale",
  "tmpname")
absent("debug", "getregistry", "getinfo", "getlocal", "setlocal",
  "getupvalue", "setupvalue", "upvalueid", "upvaluejoin", "sethook",
  "gethook", "getmetatable", "setmetatable", "getfenv", "setfenv",
  "getuservalue", "setuservalue", "debug")
absent("package", "loadlib", "seeall")
for _, name in ipairs{ "io", "ffi", "jit", "newproxy", "module" } do
  local v = rawget(_G, name)
  assert(v == nil or name == "module", name .. " is there")
end
for _, name in ipairs{
  "ffi", "io", "jit", "jit.util", "jit.opt", "jit.profile", "jit.p",
  "jit.dump", "jit.bc", "jit.v", "thread.exdata", "thread.exdata2",
} do
  assert(not pcall(require, name), "require of " .. name)
end
print("contained")
