// All take the left fork first: all starve.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var forks [3]sync.Mutex
	var wg sync.WaitGroup
	for i := 0; i < 3; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			forks[i].Lock()
			fmt.Println("left", i)
			runtime.Gosched()
			forks[(i+1)%3].Lock()
			fmt.Println("eats", i)
		}(i)
	}
	wg.Wait()
}
