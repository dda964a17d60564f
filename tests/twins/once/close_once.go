// A channel closed by whoever comes first.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var once sync.Once
	stop := make(chan bool)
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			once.Do(func() { close(stop) })
		}()
	}
	wg.Wait()
	_, ok := <-stop
	fmt.Println(ok)
}
