// Used again after everybody has returned from Wait.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	for round := 1; round <= 3; round++ {
		n := 0
		wg.Add(round)
		for i := 0; i < round; i++ {
			go func() {
				n++
				wg.Done()
			}()
		}
		wg.Wait()
		fmt.Println(round, n)
	}
}
