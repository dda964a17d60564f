// A loop over a closed channel takes what is left; over an empty one nothing.
package main

import "fmt"

func main() {
	ch := make(chan int, 3)
	for i := 1; i <= 3; i++ {
		ch <- i * i
	}
	close(ch)
	for v := range ch {
		fmt.Println(v)
	}
	for v := range ch {
		fmt.Println("again", v)
	}
	fmt.Println("end")
}
