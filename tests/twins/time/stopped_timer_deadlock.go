// Nothing wakes who waits for a timer that was stopped.
package main

import (
	"fmt"
	"time"
)

func main() {
	t := time.NewTimer(time.Hour)
	go func() {
		fmt.Println("stopped:", t.Stop())
	}()
	<-t.C
}
