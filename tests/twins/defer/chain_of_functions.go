// Every deferred call panics in a function that a function it calls calls.
package main

import "fmt"

func fails(text string) { panic(text) }
func calls(text string) {
	defer fmt.Println("leaving with", text)
	fails(text)
}
func main() {
	defer func() { calls("third") }()
	defer func() { calls("second") }()
	calls("first")
}
