// Panics of the runtime, recovered, are errors with a text.
package main

import (
	"fmt"
	"sync"
)

func try(f func()) {
	defer func() { fmt.Println("recovered:", recover()) }()
	f()
}
func main() {
	try(func() { close((chan int)(nil)) })
	try(func() {
		var wg sync.WaitGroup
		wg.Done()
	})
	try(func() {
		n := -5
		_ = make(chan int, n)
	})
	try(func() { panic("plain") })
}
