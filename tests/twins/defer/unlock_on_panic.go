// The usual reason for defer: the lock is free again after a panic.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var mu sync.Mutex
	guarded := func(f func()) (failed bool) {
		defer func() { recover() }()
		mu.Lock()
		defer mu.Unlock()
		f()
		return
	}
	guarded(func() { panic("inside") })
	fmt.Println(mu.TryLock())
	fmt.Println(mu.TryLock())
	mu.Unlock()
	guarded(func() { fmt.Println("inside", mu.TryLock()) })
	fmt.Println(mu.TryLock())
}
