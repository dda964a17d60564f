// Producer and consumer around a buffer of two: who runs when.
package main

import "fmt"

func main() {
	queue, done := make(chan int, 2), make(chan bool)
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
