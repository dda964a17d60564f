// Another goroutine ends the program while main waits.
package main

import (
	"fmt"
	"os"
	"time"
)

func main() {
	defer fmt.Println("never")
	go func() {
		time.Sleep(time.Millisecond)
		fmt.Println("leaving")
		os.Exit(42)
	}()
	<-make(chan int)
}
