// Requests carry the channel for their answer.
package main

import "fmt"

type request struct {
	n     int
	reply chan int
}

func main() {
	requests := make(chan request)
	go func() {
		sum := 0
		for r := range requests {
			sum += r.n
			r.reply <- sum
		}
	}()
	for i := 1; i <= 4; i++ {
		r := request{i, make(chan int)}
		requests <- r
		fmt.Println(i, <-r.reply)
	}
	close(requests)
}
