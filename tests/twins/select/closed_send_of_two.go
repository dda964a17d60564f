// The only ready case is a send on a closed channel: it panics.
package main

import "fmt"

func main() {
	closed, quiet := make(chan int, 1), make(chan int)
	close(closed)
	defer func() {
		fmt.Println("recovered:", recover())
		_, ok := <-closed
		fmt.Println(ok)
	}()
	select {
	case closed <- 1:
		fmt.Println("sent")
	case <-quiet:
		fmt.Println("received")
	}
}
