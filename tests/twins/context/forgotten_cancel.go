// Nobody cancels: who waits for Done waits for ever.
package main

import (
	"context"
	"fmt"
)

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	if false {
		cancel()
	}
	fmt.Println("waiting")
	<-ctx.Done()
}
