// What can be had beside what.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var mu sync.RWMutex
	fmt.Println("free:", mu.TryRLock(), mu.TryRLock(), mu.TryLock())
	mu.RUnlock()
	fmt.Println("one reader:", mu.TryLock())
	mu.RUnlock()
	fmt.Println("free again:", mu.TryLock(), mu.TryLock(), mu.TryRLock())
	mu.Unlock()
	fmt.Println("free again:", mu.TryRLock())
	mu.RUnlock()
	mu.Lock()
	mu.Unlock()
}
