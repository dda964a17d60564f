// Default is taken when nothing can go on at once, and only then.
package main

import "fmt"

func try(what string, ch chan int) {
	select {
	case ch <- 1:
		fmt.Println(what, "sent")
	default:
		fmt.Println(what, "not sent")
	}
	select {
	case v, ok := <-ch:
		fmt.Println(what, "received", v, ok)
	default:
		fmt.Println(what, "not received")
	}
}
func main() {
	full := make(chan int, 1)
	full <- 9
	try("nil", nil)
	try("unbuffered", make(chan int))
	try("buffered", make(chan int, 1))
	try("full", full)
	try("full", full)
}
