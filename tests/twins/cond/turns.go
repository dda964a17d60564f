// Three goroutines take turns.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var mu sync.Mutex
	cond := sync.NewCond(&mu)
	var wg sync.WaitGroup
	turn := 0
	for i := 0; i < 3; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			for round := 0; round < 3; round++ {
				mu.Lock()
				for turn != i {
					cond.Wait()
				}
				fmt.Println("round", round, "turn", i)
				turn = (turn + 1) % 3
				cond.Broadcast()
				mu.Unlock()
			}
		}(i)
	}
	wg.Wait()
}
