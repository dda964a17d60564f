// Only the last of a burst of calls counts.
package main

import (
	"fmt"
	"time"
)

func main() {
	fired := make(chan int, 9)
	n := 0
	t := time.AfterFunc(time.Hour, func() { fired <- n })
	for n = 1; n <= 5; n++ {
		t.Reset(20 * time.Millisecond)
		time.Sleep(time.Millisecond)
	}
	fmt.Println(<-fired, len(fired))
	n = 100
	t.Reset(time.Millisecond)
	fmt.Println(<-fired)
}
