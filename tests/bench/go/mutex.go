//go:build ignore

// One goroutine, one mutex; N times lock and unlock.
package main

import (
	"os"
	"strconv"
	"sync"
)

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	var mu sync.Mutex
	count := 0

	for i := 0; i < n; i++ {
		mu.Lock()
		count++
		mu.Unlock()
	}
	if count != n {
		panic("wrong count")
	}
}
