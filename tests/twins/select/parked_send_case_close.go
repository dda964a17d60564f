// Close makes a select panic that waits to send, not one that receives.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	a, b, done := make(chan int), make(chan int), make(chan bool)
	go func() {
		defer func() {
			fmt.Println("recovered:", recover())
			done <- true
		}()
		select {
		case a <- 1:
			fmt.Println("sent")
		case v := <-b:
			fmt.Println("got", v)
		}
	}()
	runtime.Gosched()
	close(a)
	<-done
}
