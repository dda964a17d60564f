// Two calls of one timer may overlap.
package main

import (
	"fmt"
	"time"
)

func main() {
	gate, done := make(chan bool), make(chan bool)
	n := 0
	t := time.AfterFunc(time.Millisecond, func() {
		n++
		id := n
		fmt.Println("begins", id)
		<-gate
		done <- true
	})
	time.Sleep(4 * time.Millisecond)
	fmt.Println("again:", t.Reset(time.Millisecond))
	time.Sleep(4 * time.Millisecond)
	close(gate)
	<-done
	<-done
	fmt.Println(n)
}
