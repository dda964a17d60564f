// All wait, main too, each for another reason.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	ch := make(chan int)
	mu.Lock()
	wg.Add(1)
	go func() { mu.Lock() }()
	go func() { ch <- 1 }()
	go func() { select {} }()
	fmt.Println("waiting")
	wg.Wait()
}
