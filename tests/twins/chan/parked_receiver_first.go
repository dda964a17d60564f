// A value goes straight to the receiver that waits, past the buffer.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	ch := make(chan string, 3)
	done := make(chan bool)
	go func() {
		fmt.Println("got", <-ch)
		done <- true
	}()
	runtime.Gosched()
	ch <- "direct"
	fmt.Println("buffered", len(ch))
	ch <- "kept"
	fmt.Println("buffered", len(ch))
	<-done
	fmt.Println("left", <-ch)
}
