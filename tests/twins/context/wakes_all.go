// All who wait for Done go on, at every level.
package main

import (
	"context"
	"fmt"
	"runtime"
	"sync"
)

func main() {
	root, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	n := 0
	ctx := root
	for i := 0; i < 4; i++ {
		child, c := context.WithCancel(ctx)
		defer c()
		wg.Add(1)
		go func() {
			defer wg.Done()
			<-child.Done()
			n++
		}()
		ctx = child
	}
	runtime.Gosched()
	fmt.Println(n)
	cancel()
	fmt.Println(ctx.Err())
	wg.Wait()
	fmt.Println(n)
}
