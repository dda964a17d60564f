// A goroutine that counts until it is told to stop.
package main

import "fmt"

func fibonacci(stop <-chan bool, ended chan<- bool) <-chan int {
	out := make(chan int)
	go func() {
		defer close(ended)
		defer fmt.Println("generator ends")
		a, b := 0, 1
		for {
			select {
			case out <- a:
				a, b = b, a+b
			case <-stop:
				return
			}
		}
	}()
	return out
}
func main() {
	stop, ended := make(chan bool), make(chan bool)
	f := fibonacci(stop, ended)
	for i := 0; i < 10; i++ {
		fmt.Println(<-f)
	}
	close(stop)
	<-ended
}
