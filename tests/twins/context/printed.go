package main

import (
	"context"
	"fmt"
)

func main() {
	a, cancel := context.WithCancel(context.Background())
	b, cancelB := context.WithCancel(a)
	c, cancelC := context.WithCancel(context.TODO())
	defer cancelB()
	defer cancelC()
	cancel()
	fmt.Println(a)
	fmt.Println(b)
	fmt.Println(c)
	fmt.Println(context.Canceled)
	fmt.Println(context.DeadlineExceeded)
}
