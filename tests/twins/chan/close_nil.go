package main

import "fmt"

func main() {
	var ch chan int
	fmt.Println("before")
	close(ch)
	fmt.Println("after")
}
