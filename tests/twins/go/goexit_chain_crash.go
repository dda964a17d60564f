// Panics follow each other after Goexit; it is not shown among them.
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
		defer func() {
			func() { panic("first") }()
		}()
		runtime.Goexit()
	}()
	wg.Wait()
	fmt.Println("main goes on")
}
