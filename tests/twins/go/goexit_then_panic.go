// A panic in a deferred call after Goexit ends the program all the same.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	go func() {
		defer fmt.Println("outermost")
		defer panic("late")
		runtime.Goexit()
	}()
	select {}
}
