package main

import (
	"fmt"
	"runtime"
)

func main() {
	gate := make(chan bool)
	fmt.Println(runtime.NumGoroutine())
	for i := 0; i < 3; i++ {
		go func() { <-gate }()
	}
	fmt.Println(runtime.NumGoroutine())
	runtime.Gosched()
	gate <- true
	runtime.Gosched()
	fmt.Println(runtime.NumGoroutine())
	close(gate)
	runtime.Gosched()
	fmt.Println(runtime.NumGoroutine())
}
