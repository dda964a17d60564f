package main

import "fmt"

func main() {
	var ch chan int
	fmt.Println("sending")
	ch <- 1
}
