//go:build ignore

// One producer, one unbuffered channel, ten workers; N messages.
package main

import (
	"os"
	"strconv"
	"sync"
	"sync/atomic"
)

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	jobs := make(chan int)
	var total atomic.Int64
	var wg sync.WaitGroup

	for w := 1; w <= 10; w++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			count := 0
			for range jobs {
				count++
			}
			total.Add(int64(count))
		}()
	}
	for i := 1; i <= n; i++ {
		jobs <- i
	}
	close(jobs)
	wg.Wait()
	if total.Load() != int64(n) {
		panic("wrong count")
	}
}
