package main

import (
	"fmt"
	"time"
)

func main() {
	start := time.Now()
	t := time.NewTicker(2 * time.Millisecond)
	for i := 1; i <= 3; i++ {
		_, ok := <-t.C
		fmt.Println("tick", i, ok)
	}
	fmt.Println(time.Since(start) >= 6*time.Millisecond)
	t.Stop()
	select {
	case <-t.C:
		fmt.Println("another")
	case <-time.After(5 * time.Millisecond):
		fmt.Println("stopped, not closed")
	}
	t.Reset(time.Millisecond)
	<-t.C
	fmt.Println("ticks again")
}
