// Each starts the next two before it prints.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	var start func(n int)
	start = func(n int) {
		defer wg.Done()
		if n < 8 {
			wg.Add(2)
			go start(2 * n)
			go start(2*n + 1)
		}
		fmt.Println(n)
	}
	wg.Add(1)
	start(1)
	wg.Wait()
}
