// A select that is already won is passed over: the next in line is served.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	a, b, log := make(chan int), make(chan int), make(chan string, 9)
	go func() {
		select {
		case v := <-a:
			log <- fmt.Sprint("select a ", v)
		case v := <-b:
			log <- fmt.Sprint("select b ", v)
		}
	}()
	runtime.Gosched()
	go func() { log <- fmt.Sprint("plain b ", <-b) }()
	runtime.Gosched()
	a <- 1
	b <- 2
	runtime.Gosched()
	x, y := <-log, <-log
	if x > y {
		x, y = y, x
	}
	fmt.Println(x)
	fmt.Println(y)
}
