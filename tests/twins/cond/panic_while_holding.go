// A panic after Wait has the lock: the deferred unlock finds it locked.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var mu sync.Mutex
	cond := sync.NewCond(&mu)
	done := make(chan bool)
	go func() {
		defer close(done)
		defer func() { fmt.Println("recovered", recover()) }()
		mu.Lock()
		defer mu.Unlock()
		cond.Wait()
		panic("awake")
	}()
	runtime.Gosched()
	cond.Signal()
	<-done
	fmt.Println("free:", mu.TryLock())
}
