// The same while a panic is under way.
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
	panic("first")
}
