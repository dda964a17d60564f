package main

import "fmt"

func main() {
	var a, b chan int
	defer fmt.Println("deferred calls do not run")
	fmt.Println("waiting")
	select {
	case <-a:
		fmt.Println("a")
	case b <- 1:
		fmt.Println("b")
	}
}
