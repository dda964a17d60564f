// Two goroutines that give way take turns.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	for _, name := range []string{"a", "b"} {
		wg.Add(1)
		go func(name string) {
			defer wg.Done()
			for i := 0; i < 4; i++ {
				fmt.Println(name, i)
				runtime.Gosched()
			}
		}(name)
	}
	wg.Wait()
}
