// Cancelling closes Done and sets the error; doing it again changes nothing.
package main

import (
	"context"
	"fmt"
)

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	_, ok := ctx.Deadline()
	fmt.Println(ctx.Err(), ok)
	select {
	case <-ctx.Done():
		fmt.Println("done")
	default:
		fmt.Println("not done")
	}
	for i := 0; i < 2; i++ {
		cancel()
		_, open := <-ctx.Done()
		fmt.Println(ctx.Err(), open, ctx.Err() == context.Canceled)
	}
}
