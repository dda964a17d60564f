package main

import "fmt"

func main() {
	var ch chan int
	for range ch {
		fmt.Println("a value")
	}
	fmt.Println("the end")
}
