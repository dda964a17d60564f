package main

import (
	"context"
	"fmt"
	"time"
)

func main() {
	start := time.Now()
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Millisecond)
	defer cancel()
	fmt.Println(ctx.Err())
	select {
	case <-ctx.Done():
		fmt.Println(ctx.Err(), time.Since(start) >= 3*time.Millisecond)
	case <-time.After(time.Second):
		fmt.Println("not reached")
	}
	cancel()
	fmt.Println(ctx.Err(), ctx.Err() == context.DeadlineExceeded)
}
