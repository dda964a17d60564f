-- Assertions for the scenario files beside this folder. Each raises an error
-- at the line that called it.
local t = {}

local function show(v)
  if type(v) == "string" then return ("%q"):format(v) end
  return tostring(v)
end

function t.eq(got, want, what)
  if got ~= want then
    error((what or "value") .. ": got " .. show(got) .. ", want "
      .. show(want), 2)
  end
end

-- The elements of an array, as text: t.list({1, 2}, "1 2").
function t.list(got, want, what)
  local texts = {}
  for i = 1, #got do texts[i] = tostring(got[i]) end
  local text = table.concat(texts, " ")
  if text ~= want then
    error((what or "list") .. ": got " .. show(text) .. ", want "
      .. show(want), 2)
  end
end

-- Results of a call, nils included: t.results({n = 0}, f()).
function t.results(want, ...)
  local n = want.n or #want
  if select("#", ...) ~= n then
    error("got " .. select("#", ...) .. " results, want " .. n, 2)
  end
  for i = 1, n do
    local got = (select(i, ...))
    if got ~= want[i] then
      error("result " .. i .. ": got " .. show(got) .. ", want "
        .. show(want[i]), 2)
    end
  end
end

-- An error text without the position in front of it.
local function bare(text)
  return (text:gsub("^[^\n]-:%d+: ", ""))
end

-- f(...) must fail and say one of the words: t.fails("channel|chan", f, 1).
-- Upper and lower case are alike. Returns the text.
function t.fails(words, f, ...)
  local ok, err = pcall(f, ...)
  if ok then error("no error, want one that says " .. words, 2) end
  local text = tostring(err)
  for word in words:gmatch("[^|]+") do
    if bare(text):lower():find(word:lower(), 1, true) then return text end
  end
  error("error " .. show(text) .. " does not say " .. words, 2)
end

-- f(...) must panic with exactly this text: Go's own, without a position.
function t.panics(text, f, ...)
  local ok, err = pcall(f, ...)
  if ok then error("no panic, want " .. show(text), 2) end
  if err ~= text then
    error("panic " .. show(err) .. ", want " .. show(text), 2)
  end
end

-- The line of the caller: the first one of a traceback outside this file.
function t.line()
  for frame in debug.traceback():gmatch("[^\n]+") do
    local file, line = frame:match("([^/%s]+%.lua):(%d+):")
    if file and file ~= "t.lua" then return tonumber(line) end
  end
end

return t
