//go:build ignore

// Ten goroutines that all want one mutex and let the others go first while
// they hold it, so that everybody has to wait; N rounds in all.
package main

import (
	"os"
	"runtime"
	"strconv"
	"sync"
)

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	var mu sync.Mutex
	var group sync.WaitGroup
	count := 0

	for g := 0; g < 10; g++ {
		group.Add(1)
		go func() {
			for i := 0; i < n/10; i++ {
				mu.Lock()
				count++
				runtime.Gosched()
				mu.Unlock()
			}
			group.Done()
		}()
	}
	group.Wait()
	if count != n {
		panic("wrong count")
	}
}
