// Five callers wait for one that runs.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var once sync.Once
	hold := make(chan bool)
	go once.Do(func() { <-hold })
	runtime.Gosched()
	var wg sync.WaitGroup
	for i := 1; i <= 5; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			once.Do(func() {})
			fmt.Println("woken", i)
		}(i)
		runtime.Gosched()
	}
	fmt.Println("waking")
	close(hold)
	fmt.Println("main goes on")
	wg.Wait()
}
