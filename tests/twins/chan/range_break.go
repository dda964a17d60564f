// Leaving a loop over a channel leaves the rest in it.
package main

import "fmt"

func main() {
	ch := make(chan int, 5)
	for i := 0; i < 5; i++ {
		ch <- i
	}
	for v := range ch {
		if v == 2 {
			break
		}
	}
	fmt.Println(len(ch), <-ch)
}
