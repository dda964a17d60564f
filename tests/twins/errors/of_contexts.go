package main

import (
	"context"
	"errors"
	"fmt"
)

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	err := fmt.Errorf("request 7: %w", ctx.Err())
	fmt.Println(err)
	fmt.Println(errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded))
	late, cancelLate := context.WithTimeout(context.Background(), 0)
	defer cancelLate()
	err = fmt.Errorf("request 8: %w", late.Err())
	fmt.Println(err)
	fmt.Println(errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded))
}
