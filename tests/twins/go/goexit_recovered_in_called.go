// A panic that is recovered within the deferred call does not touch Goexit.
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
				defer func() { fmt.Println("recovered", recover()) }()
				func() { panic("late") }()
			}()
			fmt.Println("finds", recover())
		}()
		runtime.Goexit()
	}()
	wg.Wait()
	fmt.Println("main goes on")
}
