// Two that hand each other values, beside two that only give way.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	ch := make(chan int)
	wg.Add(4)
	for i := 1; i <= 2; i++ {
		go func(i int) {
			defer wg.Done()
			for k := 0; k < 4; k++ {
				fmt.Println("beside", i, k)
				runtime.Gosched()
			}
		}(i)
	}
	go func() {
		defer wg.Done()
		for k := 0; k < 4; k++ {
			fmt.Println("sending", k)
			ch <- k
		}
	}()
	go func() {
		defer wg.Done()
		for k := 0; k < 4; k++ {
			fmt.Println("received", <-ch)
		}
	}()
	wg.Wait()
}
