// Every deferred call recovers and then panics in a function.
package main

import "fmt"

func fails(text string) { panic(text) }
func main() {
	defer func() {
		fmt.Println("recovered", recover())
		fails("third")
	}()
	defer func() {
		fmt.Println("recovered", recover())
		fails("second")
	}()
	fails("first")
}
