// A waiting select stands in line with plain receivers.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	a, b, log := make(chan int), make(chan int), make(chan string, 9)
	plain := func(name string) { log <- fmt.Sprint(name, " ", <-a) }
	choice := func(name string) {
		select {
		case v := <-b:
			log <- fmt.Sprint(name, " b ", v)
		case v := <-a:
			log <- fmt.Sprint(name, " a ", v)
		}
	}
	go plain("first")
	runtime.Gosched()
	go choice("second")
	runtime.Gosched()
	go plain("third")
	runtime.Gosched()
	for i := 1; i <= 3; i++ {
		a <- i
		runtime.Gosched()
		fmt.Println(<-log)
	}
}
