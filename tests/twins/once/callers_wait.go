// Who comes while it runs waits until it is done.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var once sync.Once
	var wg sync.WaitGroup
	for i := 1; i <= 3; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			once.Do(func() {
				fmt.Println("begins", i)
				for k := 0; k < 5; k++ {
					runtime.Gosched()
				}
				fmt.Println("ends", i)
			})
			fmt.Println("after", i)
		}(i)
	}
	wg.Wait()
}
