// A deferred Done releases the waiter although the member panics.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer func() { fmt.Println("recovered", recover()) }()
		defer wg.Done()
		panic("boom")
	}()
	wg.Wait()
	fmt.Println("released")
}
