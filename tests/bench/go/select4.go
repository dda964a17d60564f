//go:build ignore

// A receiver selects over four unbuffered channels, each fed by a producer of
// its own; N messages in all, N/4 from each.
package main

import (
	"os"
	"strconv"
)

func produce(ch chan int, n int) {
	for i := 1; i <= n; i++ {
		ch <- i
	}
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	a, b, c, d := make(chan int), make(chan int), make(chan int), make(chan int)

	for _, ch := range []chan int{a, b, c, d} {
		go produce(ch, n/4)
	}

	sum := 0
	for i := 1; i <= n/4*4; i++ {
		select {
		case v := <-a:
			sum += v
		case v := <-b:
			sum += v
		case v := <-c:
			sum += v
		case v := <-d:
			sum += v
		}
	}
	if sum != 4*(n/4)*(n/4+1)/2 {
		panic("wrong sum")
	}
}
