// A deferred call recovers and then calls Goexit: the goroutine ends all the
// same, and what it recovered is shown with a later panic.
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
		defer func() {
			func() { panic("second") }()
		}()
		func() {
			defer func() {
				fmt.Println("recovered", recover())
				runtime.Goexit()
			}()
			panic("first")
		}()
		fmt.Println("not reached")
	}()
	wg.Wait()
	fmt.Println("main goes on")
}
