// Gosched puts its caller behind all the others, the just started too.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	for i := 1; i <= 3; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			fmt.Println(i, "a")
			runtime.Gosched()
			fmt.Println(i, "b")
			wg.Add(1)
			go func() {
				fmt.Println(i, "child")
				wg.Done()
			}()
			runtime.Gosched()
			fmt.Println(i, "c")
		}(i)
	}
	fmt.Println("main a")
	runtime.Gosched()
	fmt.Println("main b")
	wg.Wait()
}
