// Two panics after Goexit, each recovered: it goes on after both.
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
		func() {
			defer func() { fmt.Println("recovered", recover()) }()
			defer func() { func() { panic("second") }() }()
			defer func() { fmt.Println("recovered", recover()) }()
			defer func() { func() { panic("first") }() }()
			runtime.Goexit()
		}()
		fmt.Println("not reached")
	}()
	wg.Wait()
	fmt.Println("main goes on")
}
