// A worker that looks at Done between its jobs.
package main

import (
	"context"
	"fmt"
)

func worker(ctx context.Context, jobs <-chan int, done chan<- string) {
	for {
		select {
		case j := <-jobs:
			fmt.Println("job", j)
		case <-ctx.Done():
			done <- fmt.Sprint("stopped: ", ctx.Err())
			return
		}
	}
}
func main() {
	ctx, cancel := context.WithCancel(context.Background())
	jobs, done := make(chan int), make(chan string)
	go worker(ctx, jobs, done)
	for i := 0; i < 3; i++ {
		jobs <- i
	}
	cancel()
	fmt.Println(<-done)
}
