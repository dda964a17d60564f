// Channels and values of all cases are evaluated once, from top to bottom,
// the unchosen ones too.
package main

import "fmt"

func ch(name string, c chan int) chan int {
	fmt.Println("channel", name)
	return c
}
func value(n int) int {
	fmt.Println("value", n)
	return n
}
func main() {
	var none chan int
	ready := make(chan int, 2)
	select {
	case ch("a", none) <- value(1):
		fmt.Println("a")
	case <-ch("b", none):
		fmt.Println("b")
	case ch("c", ready) <- value(2):
		fmt.Println("c")
	case ch("d", none) <- value(3):
		fmt.Println("d")
	}
	select {
	case <-ch("e", none):
		fmt.Println("e")
	case v := <-ch("f", ready):
		fmt.Println("f", v)
	case ch("g", none) <- value(4):
		fmt.Println("g")
	}
	select {
	case ch("h", none) <- value(5):
	default:
		fmt.Println("default")
	}
}
