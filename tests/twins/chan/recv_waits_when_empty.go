// A receive waits only while the buffer is empty.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	ch, done := make(chan int, 4), make(chan bool)
	go func() {
		for i := 0; i < 3; i++ {
			fmt.Println("asking")
			fmt.Println("got", <-ch)
		}
		close(done)
	}()
	runtime.Gosched()
	ch <- 1
	fmt.Println("one sent, buffered:", len(ch))
	ch <- 2
	fmt.Println("two sent, buffered:", len(ch))
	runtime.Gosched()
	ch <- 3
	<-done
}
