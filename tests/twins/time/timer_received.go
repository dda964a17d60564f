// After its value was received a timer is no longer active.
package main

import (
	"fmt"
	"time"
)

func main() {
	t := time.NewTimer(time.Millisecond)
	<-t.C
	fmt.Println("fired", t.Stop(), t.Stop())
	fmt.Println("reset", t.Reset(time.Millisecond))
	<-t.C
	fmt.Println("fired", t.Reset(time.Hour), t.Reset(time.Minute), t.Stop())
}
