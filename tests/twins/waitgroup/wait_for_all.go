package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	n := 0
	wg.Add(5)
	for i := 1; i <= 5; i++ {
		go func(i int) {
			defer wg.Done()
			n += i
		}(i)
	}
	fmt.Println("started", n)
	wg.Wait()
	fmt.Println("done", n)
	wg.Wait()
	fmt.Println("still done")
}
