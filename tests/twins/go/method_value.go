// A method bound to its receiver can be started, deferred and handed on.
package main

import (
	"fmt"
	"runtime"
)

type counter struct {
	name string
	n    int
}

func (c *counter) add(k int) {
	c.n += k
	fmt.Println(c.name, c.n)
}
func main() {
	a, b := &counter{name: "a"}, &counter{name: "b"}
	c := a
	f := c.add
	go c.add(1)
	defer c.add(100)
	c = b
	f(10)
	runtime.Gosched()
	c.add(1)
	fmt.Println(a.n, b.n)
}
