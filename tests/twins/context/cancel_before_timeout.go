// The first reason stays.
package main

import (
	"context"
	"fmt"
	"time"
)

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Millisecond)
	cancel()
	fmt.Println(ctx.Err())
	time.Sleep(4 * time.Millisecond)
	fmt.Println(ctx.Err())
}
