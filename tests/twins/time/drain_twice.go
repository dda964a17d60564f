// Draining a timer whose value was received waits for ever.
package main

import (
	"fmt"
	"time"
)

func main() {
	t := time.NewTimer(time.Millisecond)
	<-t.C
	fmt.Println("received")
	if !t.Stop() {
		fmt.Println("draining")
		<-t.C
	}
	fmt.Println("not reached")
}
