// One channel in many cases: one value, one case.
package main

import "fmt"

func main() {
	ch := make(chan int, 1)
	n := 0
	for i := 0; i < 30; i++ {
		ch <- i
		select {
		case v := <-ch:
			n += v
		case v := <-ch:
			n += v
		case v := <-ch:
			n += v
		}
		if len(ch) != 0 {
			fmt.Println("left", len(ch))
		}
	}
	fmt.Println(n)
}
