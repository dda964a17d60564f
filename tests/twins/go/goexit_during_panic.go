// Goexit in a deferred call ends a panic without anybody recovering it.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		defer func() { fmt.Println("outer", recover()) }()
		defer runtime.Goexit()
		panic("dropped")
	}()
	wg.Wait()
	fmt.Println("main goes on")
}
