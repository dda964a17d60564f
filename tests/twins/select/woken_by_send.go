// A select that waits goes on with the case whose partner comes.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	a, b, c := make(chan any), make(chan any), make(chan any)
	done := make(chan bool)
	go func() {
		for i := 0; i < 3; i++ {
			select {
			case v, ok := <-a:
				fmt.Println("a", v, ok)
			case v, ok := <-b:
				fmt.Println("b", v, ok)
			case c <- "from the select":
				fmt.Println("c")
			}
		}
		done <- true
	}()
	runtime.Gosched()
	b <- "to b"
	runtime.Gosched()
	fmt.Println(<-c)
	runtime.Gosched()
	close(a)
	<-done
}
