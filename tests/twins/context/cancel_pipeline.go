// A pipeline that is given up half way; every stage ends.
package main

import (
	"context"
	"fmt"
	"sync"
)

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	stage := func(in <-chan int, f func(int) int) <-chan int {
		out := make(chan int)
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer close(out)
			for n := 0; ; n++ {
				v := n
				if in != nil {
					var ok bool
					if v, ok = <-in; !ok {
						return
					}
				}
				select {
				case out <- f(v):
				case <-ctx.Done():
					return
				}
			}
		}()
		return out
	}
	numbers := stage(nil, func(n int) int { return n })
	squares := stage(numbers, func(n int) int { return n * n })
	for i := 0; i < 4; i++ {
		fmt.Println(<-squares)
	}
	cancel()
	wg.Wait()
	fmt.Println("all stages ended:", ctx.Err())
}
