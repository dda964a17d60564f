// A case on the nil channel is never chosen, whatever else there is.
package main

import "fmt"

func main() {
	var none chan int
	ready := make(chan int, 1)
	for i := 0; i < 50; i++ {
		ready <- i
		select {
		case <-none:
			fmt.Println("received from nil")
		case none <- 1:
			fmt.Println("sent on nil")
		case v := <-ready:
			if v != i {
				fmt.Println("wrong", v)
			}
		}
	}
	fmt.Println("end")
}
