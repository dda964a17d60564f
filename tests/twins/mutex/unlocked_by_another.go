// A lock belongs to nobody: another may unlock it.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var mu sync.Mutex
	mu.Lock()
	go func() {
		runtime.Gosched()
		fmt.Println("the other unlocks")
		mu.Unlock()
	}()
	mu.Lock()
	fmt.Println("main has it")
	mu.Unlock()
}
