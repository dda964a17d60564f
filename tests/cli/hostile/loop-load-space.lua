-- A reader given to load that gives blanks for ever.
-- status: 1 3
-- says: limit|livelock|memory
load(function() return " " end)
