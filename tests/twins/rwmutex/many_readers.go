// Readers share, a writer does not.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var mu sync.RWMutex
	var wg sync.WaitGroup
	inside, most := 0, 0
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.RLock()
			inside++
			if inside > most {
				most = inside
			}
			runtime.Gosched()
			inside--
			mu.RUnlock()
		}()
	}
	wg.Wait()
	fmt.Println("readers", most)
	most = 0
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			inside++
			if inside > most {
				most = inside
			}
			runtime.Gosched()
			inside--
			mu.Unlock()
		}()
	}
	wg.Wait()
	fmt.Println("writers", most)
}
