// A deferred unlock after an unlock by hand is fatal, in a panic too.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var mu sync.Mutex
	defer func() { fmt.Println("recovered", recover()) }()
	mu.Lock()
	defer mu.Unlock()
	mu.Unlock()
	fmt.Println("panicking")
	panic("boom")
}
