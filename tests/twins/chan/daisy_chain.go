// One value runs through a thousand goroutines, each of which adds one.
package main

import "fmt"

func link(left, right chan int) { left <- 1 + <-right }
func main() {
	first := make(chan int)
	left := first
	var right chan int
	for i := 0; i < 1000; i++ {
		right = make(chan int)
		go link(left, right)
		left = right
	}
	right <- 0
	fmt.Println(<-first)
}
