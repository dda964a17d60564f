// Two locks, taken in two orders: nobody goes on.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var a, b sync.Mutex
	go func() {
		b.Lock()
		runtime.Gosched()
		fmt.Println("other wants a")
		a.Lock()
	}()
	a.Lock()
	runtime.Gosched()
	fmt.Println("main wants b")
	b.Lock()
	fmt.Println("not reached")
}
