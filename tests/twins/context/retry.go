// Tries until the time is up.
package main

import (
	"context"
	"fmt"
	"time"
)

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 25*time.Millisecond)
	defer cancel()
	for try := 1; ; try++ {
		fmt.Println("try", try)
		select {
		case <-time.After(10 * time.Millisecond):
		case <-ctx.Done():
			fmt.Println("given up:", ctx.Err())
			return
		}
	}
}
