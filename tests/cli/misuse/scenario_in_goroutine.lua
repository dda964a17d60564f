-- a scenario declared by a goroutine of a scenario
-- command: test
-- says: scenario can only be declared while the file is loaded
scenario{ name = "outer", main = function()
  go(function()
    scenario{ name = "inner", main = function() end } -- WRONG
  end)
  time.sleep("1s")
end }
