// Nobody recovers the panic of a sender whose channel is closed.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	ch := make(chan int)
	go func() { ch <- 1 }()
	runtime.Gosched()
	fmt.Println("closing")
	close(ch)
	select {}
}
