// Add inside the goroutine: Wait finds nothing to wait for.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	for i := 0; i < 3; i++ {
		go func() {
			wg.Add(1)
			defer wg.Done()
			fmt.Println("not reached")
		}()
	}
	wg.Wait()
	fmt.Println("main ends")
}
