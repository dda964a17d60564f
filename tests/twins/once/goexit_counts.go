// So does Goexit; who waits goes on.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var once sync.Once
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		once.Do(func() {
			runtime.Gosched()
			fmt.Println("leaving")
			runtime.Goexit()
		})
		fmt.Println("not reached")
	}()
	go func() {
		defer wg.Done()
		runtime.Gosched()
		once.Do(func() { fmt.Println("second call") })
		fmt.Println("goes on")
	}()
	wg.Wait()
}
