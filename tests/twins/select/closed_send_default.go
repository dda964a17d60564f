// A send on a closed channel panics although there is a default.
package main

import "fmt"

func main() {
	ch := make(chan int)
	close(ch)
	fmt.Println("trying")
	select {
	case ch <- 1:
		fmt.Println("sent")
	default:
		fmt.Println("default")
	}
}
