// Both send before they receive: neither ever does.
package main

import "fmt"

func main() {
	a, b := make(chan int), make(chan int)
	go func() {
		a <- 1
		fmt.Println("sent on a", <-b)
	}()
	b <- 2
	fmt.Println("sent on b", <-a)
}
