package main

import (
	"fmt"
	"runtime"
)

func main() {
	a, b := make(chan int), make(chan int)
	go func() {
		runtime.Gosched()
		close(a)
		fmt.Println("closed")
	}()
	select {
	case a <- 1:
		fmt.Println("sent")
	case b <- 2:
		fmt.Println("sent")
	}
}
