// A goroutine that counts until it is told to stop.
package main

import "fmt"

func fibonacci(stop <-chan bool) <-chan int {
	out := make(chan int)
	go func() {
		defer fmt.Println("generator ends")
		defer close(out)
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
	stop := make(chan bool)
	f := fibonacci(stop)
	for i := 0; i < 10; i++ {
		fmt.Println(<-f)
	}
	close(stop)
	for v := range f {
		fmt.Println("late", v > 0)
		break
	}
}
