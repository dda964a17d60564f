// All who wait go on; who waits at zero does not wait.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var wg, all sync.WaitGroup
	wg.Wait()
	wg.Add(1)
	for i := 0; i < 3; i++ {
		all.Add(1)
		go func() {
			defer all.Done()
			wg.Wait()
			fmt.Println("released")
		}()
	}
	runtime.Gosched()
	fmt.Println("releasing")
	wg.Done()
	all.Wait()
}
