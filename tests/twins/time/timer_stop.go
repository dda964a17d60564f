// A timer that was stopped in time sends nothing.
package main

import (
	"fmt"
	"time"
)

func main() {
	t := time.NewTimer(2 * time.Millisecond)
	fmt.Println(t.Stop(), t.Stop())
	select {
	case <-t.C:
		fmt.Println("fired")
	case <-time.After(5 * time.Millisecond):
		fmt.Println("quiet")
	}
}
