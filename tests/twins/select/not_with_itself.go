// A select that sends and receives on one channel is no partner of itself.
package main

import "fmt"

func main() {
	ch := make(chan int)
	for i := 0; i < 20; i++ {
		select {
		case ch <- 1:
			fmt.Println("sent")
		case v := <-ch:
			fmt.Println("received", v)
		default:
		}
	}
	fmt.Println("end")
}
