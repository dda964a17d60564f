// What a goroutine's function returns goes nowhere; a closure may keep it.
package main

import (
	"fmt"
	"sync"
)

func answer(n int) int {
	fmt.Println("computing", n)
	return n * n
}
func main() {
	var wg sync.WaitGroup
	results := make([]int, 4)
	for i := range results {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			results[i] = answer(i + 1)
		}(i)
	}
	go answer(0)
	wg.Wait()
	for _, r := range results {
		fmt.Println(r)
	}
}
