// Goexit in main, a panic after it, recovered in the frame further out: main
// is gone for good.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	defer fmt.Println("main's last")
	func() {
		defer func() { fmt.Println("recovered", recover()) }()
		func() {
			defer func() {
				func() { panic("late") }()
			}()
			runtime.Goexit()
		}()
	}()
	fmt.Println("not reached")
}
