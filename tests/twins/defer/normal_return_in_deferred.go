// A function that returns normally, called by a deferred call, has a deferred
// call that panics: it follows the one under way.
package main

import "fmt"

func returns() {
	defer func() {
		fmt.Println("finds", recover())
		panic("second")
	}()
	fmt.Println("returning")
}
func main() {
	defer func() { returns() }()
	panic("first")
}
