// A sleeper keeps the program alive, and ends the waiting.
package main

import (
	"fmt"
	"time"
)

func main() {
	ch := make(chan string)
	go func() {
		time.Sleep(5 * time.Millisecond)
		ch <- "woken"
	}()
	fmt.Println(<-ch)
	go func() { time.Sleep(time.Millisecond) }()
	<-ch
}
