// A worker that beats while it works; the watcher sees it stop.
package main

import (
	"fmt"
	"time"
)

func main() {
	beat := make(chan int)
	go func() {
		for i := 1; i <= 3; i++ {
			time.Sleep(2 * time.Millisecond)
			beat <- i
		}
	}()
	for {
		select {
		case n := <-beat:
			fmt.Println("beat", n)
		case <-time.After(60 * time.Millisecond):
			fmt.Println("silence")
			return
		}
	}
}
