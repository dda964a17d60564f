// The program ends with main; the deferred calls of others do not run.
package main

import (
	"fmt"
	"runtime"
	"time"
)

func main() {
	go func() {
		defer fmt.Println("never")
		fmt.Println("begun")
		time.Sleep(time.Hour)
		fmt.Println("never")
	}()
	runtime.Gosched()
	defer fmt.Println("main's own deferred call")
	fmt.Println("main ends")
}
