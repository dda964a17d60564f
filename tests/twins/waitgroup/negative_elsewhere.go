// One Done too many, in a goroutine.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	wg.Add(1)
	for i := 0; i < 2; i++ {
		go func() {
			fmt.Println("done")
			wg.Done()
		}()
	}
	wg.Wait()
	select {}
}
