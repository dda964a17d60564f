// A panic, Goexit in its deferred call, a panic after that: both panics are
// shown.
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
			fmt.Println("finds", recover())
			func() { panic("second") }()
		}()
		defer func() {
			func() { runtime.Goexit() }()
		}()
		panic("first")
	}()
	wg.Wait()
	fmt.Println("main goes on")
}
