// A return between lock and unlock: the next one waits for ever.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var mu sync.Mutex
	visit := func(n int) {
		mu.Lock()
		if n == 2 {
			return
		}
		fmt.Println("visit", n)
		mu.Unlock()
	}
	for i := 0; i < 5; i++ {
		visit(i)
	}
}
