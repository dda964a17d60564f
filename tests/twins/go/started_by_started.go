// Goroutines start goroutines; none depends on the one that started it.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	var start func(depth int, name string)
	start = func(depth int, name string) {
		defer wg.Done()
		fmt.Println(name)
		if depth == 0 {
			return
		}
		wg.Add(2)
		go start(depth-1, name+"l")
		go start(depth-1, name+"r")
	}
	wg.Add(1)
	go start(3, "*")
	wg.Wait()
}
