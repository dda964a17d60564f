// Goexit in main, and another that waits for ever.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	ch := make(chan int)
	go func() {
		fmt.Println("waiting")
		<-ch
	}()
	runtime.Goexit()
}
