// Goexit in a deferred call, a panic after it, recovered further out: Goexit
// goes on, and main is gone.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	defer func() { fmt.Println("recovered", recover()) }()
	defer func() {
		func() {
			defer func() { panic("late") }()
			runtime.Goexit()
		}()
	}()
	fmt.Println("main ends")
}
