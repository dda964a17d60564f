package main

import (
	"fmt"
	"runtime"
)

func main() {
	go func() {
		defer fmt.Println("never")
		select {}
	}()
	runtime.Gosched()
	fmt.Println(runtime.NumGoroutine())
}
