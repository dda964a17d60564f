// A signal that nobody waits for is gone.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var mu sync.Mutex
	cond := sync.NewCond(&mu)
	cond.Signal()
	cond.Broadcast()
	mu.Lock()
	fmt.Println("waiting")
	cond.Wait()
	fmt.Println("not reached")
}
