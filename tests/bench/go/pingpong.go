//go:build ignore

// Two goroutines and two unbuffered channels; N messages, N/2 each way.
package main

import (
	"os"
	"strconv"
)

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	ping, pong := make(chan int), make(chan int)

	go func() {
		for v := range ping {
			pong <- v
		}
		close(pong)
	}()

	for i := 1; i <= n/2; i++ {
		ping <- i
		if v := <-pong; v != i {
			panic("wrong echo")
		}
	}
	close(ping)
	<-pong
}
