// A goroutine for every call.
package main

import "fmt"

func fib(n int, out chan<- int) {
	if n < 2 {
		out <- n
		return
	}
	in := make(chan int)
	go fib(n-1, in)
	go fib(n-2, in)
	out <- <-in + <-in
}
func main() {
	out := make(chan int)
	go fib(12, out)
	fmt.Println(<-out)
}
