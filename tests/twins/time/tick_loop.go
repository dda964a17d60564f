// A loop over ticks and an end.
package main

import (
	"fmt"
	"time"
)

func main() {
	tick := time.Tick(10 * time.Millisecond)
	end := time.After(35 * time.Millisecond)
	for {
		select {
		case <-tick:
			fmt.Println("tick")
		case <-end:
			fmt.Println("end")
			return
		}
	}
}
