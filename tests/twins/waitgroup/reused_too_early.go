// Used again before a waiter has returned from Wait.
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
		wg.Wait()
		fmt.Println("not reached")
	}()
	runtime.Gosched()
	wg.Done()
	wg.Add(1)
	fmt.Println("added again")
	wg.Wait()
}
