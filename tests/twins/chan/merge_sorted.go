// Two sorted streams become one.
package main

import "fmt"

func stream(values ...int) <-chan int {
	out := make(chan int)
	go func() {
		for _, v := range values {
			out <- v
		}
		close(out)
	}()
	return out
}
func main() {
	a, b := stream(1, 4, 9, 16), stream(2, 3, 5, 7, 11)
	x, moreX := <-a
	y, moreY := <-b
	for moreX || moreY {
		if moreX && (!moreY || x < y) {
			fmt.Println("a", x)
			x, moreX = <-a
		} else {
			fmt.Println("b", y)
			y, moreY = <-b
		}
	}
}
