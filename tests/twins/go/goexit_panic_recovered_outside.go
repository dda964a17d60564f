// The panic after Goexit is recovered by the caller's deferred call: Goexit
// goes on from there.
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
			defer func() { fmt.Println("recovered", recover()) }()
			func() {
				defer panic("late")
				runtime.Goexit()
			}()
			fmt.Println("not reached")
		}()
		fmt.Println("not reached either")
	}()
	wg.Wait()
}
