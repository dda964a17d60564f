//go:build ignore

// Waitgroups of 10,000 goroutines each, started and waited for; N goroutines
// in all.
package main

import (
	"os"
	"strconv"
	"sync"
)

func main() {
	n, _ := strconv.Atoi(os.Args[1])

	for r := 0; r < n/10000; r++ {
		var group sync.WaitGroup
		for i := 0; i < 10000; i++ {
			group.Add(1)
			go func() { group.Done() }()
		}
		group.Wait()
	}
}
