// Add takes negative numbers, down to zero.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	wg.Add(5)
	wg.Add(-5)
	wg.Wait()
	wg.Add(0)
	fmt.Println("zero")
	wg.Add(3)
	defer func() { fmt.Println("recovered:", recover()) }()
	wg.Add(-4)
}
