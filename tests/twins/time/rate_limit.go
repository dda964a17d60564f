// One request per tick, after a burst.
package main

import (
	"fmt"
	"time"
)

func main() {
	tokens := make(chan bool, 2)
	tokens <- true
	tokens <- true
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	go func() {
		for range ticker.C {
			tokens <- true
		}
	}()
	start := time.Now()
	for i := 0; i < 4; i++ {
		<-tokens
		fmt.Println("request", i, time.Since(start) >= 9*time.Millisecond)
	}
}
