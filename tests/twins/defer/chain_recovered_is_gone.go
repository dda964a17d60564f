// The newest is recovered further out, and those that it replaced are gone
// with it: the next panic stands alone.
package main

import "fmt"

func two() {
	defer func() {
		func() { panic("second") }()
	}()
	panic("first")
}
func main() {
	func() {
		defer func() { fmt.Println("recovered", recover()) }()
		two()
	}()
	fmt.Println("between")
	panic("alone")
}
