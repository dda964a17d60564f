// Goexit in main: the others go on, and when they are done that is fatal.
package main

import (
	"fmt"
	"runtime"
	"time"
)

func main() {
	defer fmt.Println("main's deferred call")
	go func() {
		time.Sleep(time.Millisecond)
		fmt.Println("the other is done")
	}()
	runtime.Goexit()
}
