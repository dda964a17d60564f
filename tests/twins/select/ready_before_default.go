// One of two is always ready, so the default is never taken.
package main

import "fmt"

func main() {
	a, b := make(chan int, 1), make(chan int, 1)
	a <- 1
	taken := 0
	for i := 0; i < 200; i++ {
		select {
		case v := <-a:
			b <- v
		case v := <-b:
			a <- v
		default:
			taken++
		}
	}
	fmt.Println("default", taken)
}
