// The deferred calls of a goroutine that panics run in that goroutine.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	before := runtime.NumGoroutine()
	report := make(chan string, 4)
	go func() {
		defer func() { report <- fmt.Sprint("last: ", recover()) }()
		defer func() { report <- fmt.Sprint("alive: ", runtime.NumGoroutine()-before) }()
		panic("boom")
	}()
	fmt.Println(<-report)
	fmt.Println(<-report)
	runtime.Gosched()
	fmt.Println(runtime.NumGoroutine() - before)
}
