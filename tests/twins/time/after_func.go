// AfterFunc calls in a goroutine of its own; its timer has no channel.
package main

import (
	"fmt"
	"runtime"
	"time"
)

func main() {
	done := make(chan bool)
	t := time.AfterFunc(2*time.Millisecond, func() {
		fmt.Println("called", runtime.NumGoroutine())
		done <- true
	})
	fmt.Println("waiting", t.C == nil, runtime.NumGoroutine())
	<-done
	fmt.Println("stop:", t.Stop())
}
