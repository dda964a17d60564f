// A panic after Goexit that is recovered: Goexit goes on.
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
		defer fmt.Println("outer frame")
		func() {
			defer func() { fmt.Println("recovered:", recover()) }()
			defer panic("late")
			runtime.Goexit()
		}()
		fmt.Println("not reached")
	}()
	wg.Wait()
}
