-- a default of select that is a function
-- says: select's default must be true or false, got function
select{ recv(chan()), default = function() end } -- WRONG
