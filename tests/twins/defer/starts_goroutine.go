// A deferred call may start goroutines; main's last do not get to run.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	defer func() {
		go fmt.Println("never")
	}()
	func() {
		defer runtime.Gosched()
		defer func() {
			go fmt.Println("started by a deferred call")
		}()
	}()
	fmt.Println("end")
}
