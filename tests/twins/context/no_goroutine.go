// Contexts of the library cost no goroutine.
package main

import (
	"context"
	"fmt"
	"runtime"
	"time"
)

func main() {
	before := runtime.NumGoroutine()
	a, c1 := context.WithCancel(context.Background())
	b, c2 := context.WithTimeout(a, time.Hour)
	c, c3 := context.WithCancel(context.WithValue(b, "k", 1))
	fmt.Println(runtime.NumGoroutine() - before)
	c3()
	c2()
	c1()
	fmt.Println(runtime.NumGoroutine()-before, c.Err())
}
