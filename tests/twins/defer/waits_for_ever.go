// A deferred call that waits for ever: the panic is never shown.
package main

import "fmt"

func main() {
	ch := make(chan int)
	defer func() {
		fmt.Println("waiting")
		<-ch
	}()
	panic("boom")
}
