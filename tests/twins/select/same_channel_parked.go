// The same while it waits; and nothing of it stays in the queue.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	ch, done := make(chan int), make(chan int)
	go func() {
		select {
		case v := <-ch:
			done <- v
		case v := <-ch:
			done <- v
		}
	}()
	runtime.Gosched()
	ch <- 5
	fmt.Println(<-done)
	select {
	case ch <- 6:
		fmt.Println("somebody took it")
	default:
		fmt.Println("nobody waits")
	}
}
