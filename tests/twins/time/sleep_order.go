// Sleepers wake in the order of their times.
package main

import (
	"fmt"
	"time"
)

func main() {
	out := make(chan int)
	for _, n := range []int{30, 10, 50, 20, 40} {
		go func(n int) {
			time.Sleep(time.Duration(n) * time.Millisecond)
			out <- n
		}(n)
	}
	for i := 0; i < 5; i++ {
		fmt.Println(<-out)
	}
}
