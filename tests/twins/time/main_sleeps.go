// While main sleeps the others run to where they wait.
package main

import (
	"fmt"
	"time"
)

func main() {
	ch := make(chan int)
	for i := 0; i < 3; i++ {
		go func(i int) {
			fmt.Println("waiting", i)
			fmt.Println("got", i, <-ch)
		}(i)
	}
	time.Sleep(2 * time.Millisecond)
	for i := 0; i < 3; i++ {
		ch <- i
	}
	time.Sleep(2 * time.Millisecond)
	fmt.Println("end")
}
