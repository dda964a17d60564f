-- a module that there is not
-- says: module 'nosuch' not found: no file 'nosuch.lua'
local m = require "nosuch" -- WRONG
