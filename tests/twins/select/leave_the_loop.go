// Leaving the loop around a select, when a flag or a channel says so.
package main

import "fmt"

func main() {
	data, stop := make(chan int), make(chan struct{})
	go func() {
		for i := 1; i <= 3; i++ {
			data <- i
		}
		close(stop)
	}()
loop:
	for {
		select {
		case v := <-data:
			fmt.Println("data", v)
		case <-stop:
			fmt.Println("stop")
			break loop
		}
	}
	fmt.Println("after")
}
