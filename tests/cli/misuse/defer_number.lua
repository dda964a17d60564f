-- what is deferred is no function
-- says: defer needs a function, or an object and a method name, got number
defer(5) -- WRONG
