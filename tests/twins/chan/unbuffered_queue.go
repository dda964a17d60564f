// The same without a buffer: the two meet at every value.
package main

import "fmt"

func main() {
	queue, done := make(chan int), make(chan bool)
	go func() {
		for i := 1; i <= 6; i++ {
			queue <- i
			fmt.Println("put", i)
		}
		close(queue)
	}()
	go func() {
		for v := range queue {
			fmt.Println("took", v)
		}
		done <- true
	}()
	<-done
}
