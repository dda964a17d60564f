// Goexit in functions that deferred calls of Goexit call; each deferred call
// runs once.
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
		defer fmt.Println("outermost")
		defer func() {
			func() {
				defer fmt.Println("inner")
				runtime.Goexit()
			}()
			fmt.Println("not reached")
		}()
		defer func() {
			fmt.Println("innermost")
			func() { runtime.Goexit() }()
		}()
		runtime.Goexit()
	}()
	wg.Wait()
	fmt.Println("main goes on")
}
