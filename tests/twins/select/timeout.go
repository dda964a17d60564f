// What comes first, the value or the alarm?
package main

import (
	"fmt"
	"time"
)

func ask(delay, patience time.Duration) string {
	ch := make(chan string, 1)
	go func() {
		time.Sleep(delay)
		ch <- "answer"
	}()
	select {
	case v := <-ch:
		return v
	case <-time.After(patience):
		return "too late"
	}
}
func main() {
	fmt.Println(ask(0, 50*time.Millisecond))
	fmt.Println(ask(50*time.Millisecond, 2*time.Millisecond))
}
