// Senders that wait are not counted; the buffer stays full while they do.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	ch := make(chan int, 2)
	for i := 1; i <= 5; i++ {
		i := i
		go func() { ch <- i }()
		runtime.Gosched()
	}
	fmt.Println("len", len(ch))
	for i := 0; i < 5; i++ {
		fmt.Println("got", <-ch, "len", len(ch))
	}
}
