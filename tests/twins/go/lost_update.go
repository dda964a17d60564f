// Giving way between reading and writing loses updates.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	n := 0
	for i := 0; i < 5; i++ {
		wg.Add(1)
		go func() {
			v := n
			runtime.Gosched()
			n = v + 1
			wg.Done()
		}()
	}
	wg.Wait()
	fmt.Println(n)
}
