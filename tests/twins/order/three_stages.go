// Three stages of different buffers: who runs when.
package main

import "fmt"

func main() {
	a, b, done := make(chan int), make(chan int, 2), make(chan bool)
	go func() {
		for i := 0; i < 5; i++ {
			fmt.Println("first", i)
			a <- i
		}
		close(a)
	}()
	go func() {
		for v := range a {
			fmt.Println("second", v)
			b <- v
		}
		close(b)
	}()
	go func() {
		for v := range b {
			fmt.Println("third", v)
		}
		close(done)
	}()
	<-done
}
