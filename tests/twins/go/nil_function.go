// Starting nothing is fatal: it cannot be recovered.
package main

import "fmt"

func main() {
	defer func() { fmt.Println("recovered:", recover()) }()
	var f func()
	fmt.Println("starting")
	go f()
	fmt.Println("not reached")
}
