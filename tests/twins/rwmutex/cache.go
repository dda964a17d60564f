// A cache: read first, then look again under the write lock.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var mu sync.RWMutex
	var wg sync.WaitGroup
	cache, loads := map[string]int{}, 0
	get := func(key string) int {
		mu.RLock()
		v, ok := cache[key]
		mu.RUnlock()
		if ok {
			return v
		}
		runtime.Gosched()
		mu.Lock()
		defer mu.Unlock()
		if v, ok := cache[key]; ok {
			return v
		}
		loads++
		cache[key] = len(key)
		return cache[key]
	}
	sum := 0
	for i := 0; i < 10; i++ {
		for _, key := range []string{"a", "bb", "ccc"} {
			wg.Add(1)
			go func(key string) {
				defer wg.Done()
				v := get(key)
				sum += v
			}(key)
		}
	}
	wg.Wait()
	fmt.Println(loads, sum)
}
