//go:build ignore

// One producer and one consumer over a channel of capacity 128; N messages.
package main

import (
	"os"
	"strconv"
)

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	ch := make(chan int, 128)

	go func() {
		for i := 1; i <= n; i++ {
			ch <- i
		}
		close(ch)
	}()

	count := 0
	for range ch {
		count++
	}
	if count != n {
		panic("wrong count")
	}
}
