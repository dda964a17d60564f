// A deadline that has passed ends the context at once.
package main

import (
	"context"
	"fmt"
	"time"
)

func main() {
	for _, d := range []time.Duration{0, -1, -time.Hour} {
		ctx, cancel := context.WithTimeout(context.Background(), d)
		fmt.Println(ctx.Err())
		cancel()
		fmt.Println(ctx.Err())
	}
	ctx, cancel := context.WithDeadline(context.Background(), time.Now())
	defer cancel()
	<-ctx.Done()
	fmt.Println(ctx.Err())
}
