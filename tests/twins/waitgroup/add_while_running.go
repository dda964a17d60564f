// A member may add more members before it is done.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	n := 0
	var visit func(depth int)
	visit = func(depth int) {
		defer wg.Done()
		n++
		for i := 0; i < depth; i++ {
			wg.Add(1)
			go visit(depth - 1)
		}
	}
	wg.Add(1)
	go visit(4)
	wg.Wait()
	fmt.Println(n)
}
