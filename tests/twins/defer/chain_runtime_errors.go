// Panics of the runtime, one after the other.
package main

import "sync"

func main() {
	var wg sync.WaitGroup
	ch := make(chan int)
	close(ch)
	defer func() { wg.Done() }()
	defer func() {
		func() { close(ch) }()
	}()
	defer func() {
		func() { ch <- 1 }()
	}()
	var none chan int
	func() { close(none) }()
}
