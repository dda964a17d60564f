// A closed channel is always ready for a receive.
package main

import "fmt"

func main() {
	ch := make(chan any, 2)
	ch <- "last"
	close(ch)
	for i := 0; i < 3; i++ {
		select {
		case v, ok := <-ch:
			fmt.Println(v, ok)
		default:
			fmt.Println("default")
		}
	}
}
