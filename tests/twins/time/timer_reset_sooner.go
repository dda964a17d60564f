// Reset moves the alarm, to sooner or to later.
package main

import (
	"fmt"
	"time"
)

func main() {
	a, b := time.NewTimer(time.Hour), time.NewTimer(4*time.Millisecond)
	fmt.Println(a.Reset(2*time.Millisecond), b.Reset(12*time.Millisecond))
	for i := 0; i < 2; i++ {
		select {
		case <-a.C:
			fmt.Println("a")
		case <-b.C:
			fmt.Println("b")
		}
	}
}
