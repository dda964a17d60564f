// A deferred call after Goexit panics inside a function that it calls; that
// is recovered further out, and Goexit goes on.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func fails() { panic("late") }
func main() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		func() {
			defer func() { fmt.Println("recovered", recover()) }()
			func() {
				defer func() { fails() }()
				runtime.Goexit()
			}()
		}()
		fmt.Println("not reached")
	}()
	wg.Wait()
}
