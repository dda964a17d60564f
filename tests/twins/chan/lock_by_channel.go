// A buffer of one is a lock.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	lock, done := make(chan bool, 1), make(chan bool)
	n := 0
	for i := 0; i < 10; i++ {
		go func() {
			lock <- true
			v := n
			runtime.Gosched()
			n = v + 1
			<-lock
			done <- true
		}()
	}
	for i := 0; i < 10; i++ {
		<-done
	}
	fmt.Println(n)
}
