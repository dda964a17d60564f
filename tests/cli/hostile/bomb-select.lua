-- A select of a million cases.
-- status: 1 3
local cases = {}
for i = 1, 1000000 do cases[i] = recv(chan()) end
select(cases)
