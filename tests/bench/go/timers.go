//go:build ignore

// N goroutines, each sleeping a duration of its own below 10 ms: as 7919 and
// 10,000,000 have no common factor, the first ten million durations are distinct.
//
// Here most sleepers are awake again before the last one is started, so only
// a few thousand timers are pending at a time. In virtual time nobody wakes
// before all have been started, and all N are pending at once.
package main

import (
	"os"
	"strconv"
	"sync"
	"time"
)

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	var wg sync.WaitGroup

	for i := 1; i <= n; i++ {
		d := time.Duration(i * 7919 % 10000000)
		wg.Add(1)
		go func() {
			time.Sleep(d)
			wg.Done()
		}()
	}
	wg.Wait()
}
