-- An error text of control bytes and broken UTF-8: none gets through.
-- status: 1
error("\27[31mred\27[0m\7\8\r\0\200\255\27]0;title\7", 0)
