// Several fail; the first error and a cancelled context tell the others.
package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	var once sync.Once
	var first error
	fail := func(err error) {
		once.Do(func() {
			first = err
			cancel()
		})
	}
	gate := make(chan bool)
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			select {
			case <-gate:
				fail(errors.New("the gate was opened"))
			case <-ctx.Done():
				fail(fmt.Errorf("member: %w", ctx.Err()))
			}
		}(i)
	}
	gate <- true
	wg.Wait()
	fmt.Println(first, errors.Is(first, context.Canceled))
}
