// A deferred call panics inside a function that it calls: both are shown.
package main

import "fmt"

func fails() { panic("second") }
func main() {
	defer func() {
		fmt.Println("deferred")
		fails()
	}()
	panic("first")
}
