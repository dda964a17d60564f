// The second one is raised in a deferred call that waits, by another goroutine.
package main

import "fmt"

func main() {
	ch := make(chan int)
	go func() {
		fmt.Println("closing")
		close(ch)
	}()
	defer func() {
		func() {
			defer fmt.Println("woken")
			ch <- 1
		}()
		fmt.Println("not reached")
	}()
	panic("first")
}
