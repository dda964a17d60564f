-- an address without a port
-- says: net.listen: an address is a string such as "localhost:80", got "localhost"
net.listen("localhost") -- WRONG
