package main

import "fmt"

func main() {
	ch := make(chan int)
	fmt.Println("nobody receives")
	ch <- 1
	fmt.Println(<-ch)
}
