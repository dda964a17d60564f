// A member that waits for its own group.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		fmt.Println("waiting")
		wg.Wait()
	}()
	wg.Wait()
}
