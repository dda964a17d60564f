//go:build ignore

// Ten readers of a rwmutex that hold it together, and a writer now and then;
// N read locks in all.
package main

import (
	"os"
	"runtime"
	"strconv"
	"sync"
)

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	var rw sync.RWMutex
	var group sync.WaitGroup
	value := 0

	for g := 0; g < 10; g++ {
		group.Add(1)
		go func() {
			for i := 1; i <= n/10; i++ {
				rw.RLock()
				if i%10 == 0 {
					runtime.Gosched()
				}
				rw.RUnlock()
				if i%100 == 0 {
					rw.Lock()
					value++
					rw.Unlock()
				}
			}
			group.Done()
		}()
	}
	group.Wait()
	if value != n/1000*10 {
		panic("wrong value")
	}
}
