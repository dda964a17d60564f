-- exit in a deferred call, in a panic, in a goroutine, in a coroutine.
-- status: 0
-- prints: contained
-- never: went on
go(function()
  func(function()
    defer(function()
      coroutine.wrap(function()
        pcall(function()
          print("contained")
          runtime.exit(0)
        end)
        print("went on")
      end)()
      print("went on")
    end)
    panic("told you")
  end)()
end)
chan():recv()
print("went on")
