// Reset: true while it was pending, false when it had been called or stopped.
package main

import (
	"fmt"
	"time"
)

func main() {
	calls := make(chan int, 9)
	n := 0
	t := time.AfterFunc(time.Hour, func() {
		n++
		calls <- n
	})
	fmt.Println(t.Reset(time.Millisecond))
	fmt.Println("call", <-calls)
	fmt.Println(t.Reset(time.Millisecond))
	fmt.Println("call", <-calls)
	fmt.Println(t.Reset(time.Hour), t.Stop(), t.Reset(time.Millisecond))
	fmt.Println("call", <-calls)
	fmt.Println(t.Stop(), len(calls))
}
