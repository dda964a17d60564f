// Started and woken goroutines mixed: the last one readied runs first.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	ch := make(chan int)
	for i := 1; i <= 2; i++ {
		go func(i int) {
			<-ch
			fmt.Println("woken", i)
		}(i)
		runtime.Gosched()
	}
	go fmt.Println("started", 1)
	ch <- 0
	go fmt.Println("started", 2)
	ch <- 0
	runtime.Gosched()
	fmt.Println("end")
}
