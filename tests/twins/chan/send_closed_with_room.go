// Room in the buffer does not help a send on a closed channel; its value is
// lost, what was sent before is not.
package main

import "fmt"

func main() {
	ch := make(chan any, 4)
	ch <- "kept"
	close(ch)
	func() {
		defer func() { fmt.Println("recovered:", recover()) }()
		ch <- "lost"
	}()
	fmt.Println(len(ch))
	for i := 0; i < 2; i++ {
		v, ok := <-ch
		fmt.Println(v, ok)
	}
}
