package main

import "fmt"

func main() {
	var a, b chan int
	select {
	case v := <-a:
		fmt.Println("a", v)
	case b <- 1:
		fmt.Println("b")
	default:
		fmt.Println("default")
	}
}
