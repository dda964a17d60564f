// The prime sieve: each prime is a filter behind the one before.
package main

import "fmt"

func count(out chan<- int) {
	for i := 2; ; i++ {
		out <- i
	}
}
func filter(in <-chan int, out chan<- int, prime int) {
	for n := range in {
		if n%prime != 0 {
			out <- n
		}
	}
}
func main() {
	ch := make(chan int)
	go count(ch)
	for i := 0; i < 25; i++ {
		prime := <-ch
		fmt.Println(prime)
		next := make(chan int)
		go filter(ch, next, prime)
		ch = next
	}
}
