-- a scenario that is its own main
-- command: test
-- says: scenario can only be declared while the file is loaded
local self = { name = "itself" }
function self.main()
  scenario(self) -- WRONG
end
scenario(self)
