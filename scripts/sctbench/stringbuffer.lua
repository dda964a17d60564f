-- stringbuffer: one buffer is appended to another while it is erased.
--
-- Each call holds its buffer's lock, but append asks the other buffer first
-- for its length and then for so many characters: in between it may have
-- become shorter. Repair: append holds the other's lock for both.

local function new_buffer(name, text)
  local b = { lock = sync.mutex(name), text = text }
  function b.length()
    b.lock:lock()
    local n = #b.text
    b.lock:unlock()
    return n
  end
  function b.chars(n)
    b.lock:lock()
    defer(b.lock, "unlock")
    check.always(n <= #b.text, "there are fewer characters")
    return b.text:sub(1, n)
  end
  function b.erase()
    b.lock:lock()
    b.text = ""
    b.lock:unlock()
  end
  b.append = func(function(other, fixed)
    b.lock:lock()
    defer(b.lock, "unlock")
    if fixed then
      other.lock:lock()
      b.text = b.text .. other.text
      other.lock:unlock()
    else
      b.text = b.text .. other.chars(other.length())
    end
  end)
  b.chars = func(b.chars)
  return b
end

scenario.pair{
  name = "stringbuffer",
  main = function(fixed)
    local one, two = new_buffer("one", "abc"), new_buffer("two", "xyz")
    go("eraser", function()
      one.length()
      two.length()
      one.erase()
    end)
    two.append(one, fixed)
  end,
  explore = { runs = 1000 },
  expect = sometimes{ assertion = "there are fewer characters" },
}
