// A variable of the loop's body is another one in each round.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	for i := 1; i <= 3; i++ {
		i := i
		wg.Add(1)
		go func() {
			fmt.Println(i)
			i *= 10
			wg.Done()
		}()
	}
	wg.Wait()
}
