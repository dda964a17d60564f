// A buffer of two lets two in at a time.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	room := make(chan struct{}, 2)
	var wg sync.WaitGroup
	inside, most := 0, 0
	for i := 0; i < 8; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			room <- struct{}{}
			defer func() { <-room }()
			inside++
			if inside > most {
				most = inside
			}
			runtime.Gosched()
			runtime.Gosched()
			inside--
		}()
	}
	wg.Wait()
	fmt.Println("most", most, "inside", inside, "taken", len(room))
}
