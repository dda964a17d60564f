// A timer started by a timer, five deep.
package main

import (
	"fmt"
	"time"
)

func main() {
	done := make(chan bool)
	var next func(n int)
	next = func(n int) {
		fmt.Println(n)
		if n == 0 {
			close(done)
			return
		}
		time.AfterFunc(time.Millisecond, func() { next(n - 1) })
	}
	next(5)
	<-done
}
