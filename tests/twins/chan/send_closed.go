package main

import "fmt"

func main() {
	defer fmt.Println("deferred")
	ch := make(chan int)
	close(ch)
	ch <- 1
	fmt.Println("not reached")
}
