-- package.loadlib is not there.
-- status: 1
-- at: here
package.loadlib("libc.so.6", "system") -- here
