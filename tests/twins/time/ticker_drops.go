// Who is slow misses ticks: at most one is waiting.
package main

import (
	"fmt"
	"time"
)

func main() {
	t := time.NewTicker(4 * time.Millisecond)
	time.Sleep(30 * time.Millisecond)
	t.Stop()
	t = time.NewTicker(4 * time.Millisecond)
	time.Sleep(30 * time.Millisecond)
	<-t.C
	select {
	case <-t.C:
		fmt.Println("two at once")
	default:
		fmt.Println("one was waiting")
	}
	t.Stop()
}
