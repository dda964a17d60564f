// A send waits only while the buffer is full.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	ch := make(chan int, 2)
	go func() {
		for i := 1; i <= 4; i++ {
			fmt.Println("sending", i)
			ch <- i
			fmt.Println("sent", i)
		}
		close(ch)
	}()
	runtime.Gosched()
	fmt.Println("main has", len(ch))
	for v := range ch {
		fmt.Println("got", v)
	}
}
