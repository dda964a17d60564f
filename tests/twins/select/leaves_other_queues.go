// A select that went on no longer stands in the queues of its other cases.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	a, b := make(chan int), make(chan int)
	for i := 0; i < 100; i++ {
		go func() {
			select {
			case <-a:
			case <-b:
				fmt.Println("b")
			}
		}()
		runtime.Gosched()
		a <- i
		runtime.Gosched()
	}
	select {
	case b <- 1:
		fmt.Println("a ghost received")
	default:
		fmt.Println("nobody waits")
	}
}
