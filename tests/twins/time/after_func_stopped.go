// Stopped in time it is never called; stopping again says so.
package main

import (
	"fmt"
	"time"
)

func main() {
	t := time.AfterFunc(2*time.Millisecond, func() { fmt.Println("never") })
	fmt.Println(t.Stop(), t.Stop())
	time.Sleep(5 * time.Millisecond)
	fmt.Println(t.Stop())
}
