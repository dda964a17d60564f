// After gives one value, once, also for a time that has passed.
package main

import (
	"fmt"
	"time"
)

func main() {
	for _, d := range []time.Duration{-time.Second, 0, time.Millisecond} {
		ch := time.After(d)
		_, ok := <-ch
		fmt.Println(ok)
		select {
		case <-ch:
			fmt.Println("again")
		case <-time.After(2 * time.Millisecond):
			fmt.Println("only once")
		}
	}
}
