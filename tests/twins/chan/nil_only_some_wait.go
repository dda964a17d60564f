// A goroutine that waits on the nil channel does not hinder the others.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	var none chan int
	go func() {
		<-none
		fmt.Println("never")
	}()
	go func() {
		none <- 1
		fmt.Println("never")
	}()
	runtime.Gosched()
	fmt.Println("goroutines:", runtime.NumGoroutine())
}
