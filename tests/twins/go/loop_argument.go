// An argument freezes the shared variable.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	var s string
	for _, s = range []string{"a", "b", "c"} {
		wg.Add(1)
		go func(t string) {
			defer wg.Done()
			fmt.Println(s, t)
		}(s)
	}
	wg.Wait()
}
