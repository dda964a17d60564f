// Goexit runs the deferred calls of every frame and ends that goroutine.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func inner() {
	defer fmt.Println("inner 1")
	defer fmt.Println("inner 2")
	runtime.Goexit()
	fmt.Println("not reached")
}
func main() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		defer func() { fmt.Println("outer", recover()) }()
		inner()
		fmt.Println("not reached")
	}()
	wg.Wait()
	fmt.Println("main goes on", runtime.NumGoroutine())
}
