// With a partner that waits there is no need for the default.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	out, in := make(chan int), make(chan int)
	go func() {
		fmt.Println("partner got", <-out)
		in <- 2
	}()
	runtime.Gosched()
	select {
	case out <- 1:
		fmt.Println("sent")
	default:
		fmt.Println("default")
	}
	runtime.Gosched()
	select {
	case v := <-in:
		fmt.Println("got", v)
	default:
		fmt.Println("default")
	}
}
