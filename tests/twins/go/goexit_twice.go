// Goexit again, in a deferred call: the rest of them run once.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		defer fmt.Println("first")
		defer func() {
			fmt.Println("second")
			runtime.Goexit()
		}()
		defer fmt.Println("third")
		runtime.Goexit()
	}()
	wg.Wait()
}
