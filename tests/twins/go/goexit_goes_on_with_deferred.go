// The panic left Goexit's deferred call and was recovered two frames further
// out: Goexit goes on with the deferred calls of that frame.
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
		func() {
			defer fmt.Println("frame's first")
			defer func() { fmt.Println("recovered", recover()) }()
			func() {
				defer fmt.Println("passed")
				func() {
					defer func() {
						func() { panic("late") }()
					}()
					runtime.Goexit()
				}()
			}()
			fmt.Println("not reached")
		}()
		fmt.Println("not reached either")
	}()
	wg.Wait()
	fmt.Println("main goes on")
}
