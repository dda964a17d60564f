// A panic in the argument is the caller's.
package main

import "fmt"

func argument() int { panic("no argument") }
func main() {
	defer func() { fmt.Println("recovered:", recover()) }()
	go fmt.Println("started with", argument())
	fmt.Println("not reached")
}
