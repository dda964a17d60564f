// What recovered goes on with the deferred calls of its frame; one of them
// panics, and the chain begins anew.
package main

import "fmt"

func main() {
	func() {
		defer func() { fmt.Println("recovered", recover()) }()
		defer func() {
			func() { panic("second") }()
		}()
		defer func() { fmt.Println("recovered", recover()) }()
		panic("first")
	}()
	defer func() {
		func() { panic("fourth") }()
	}()
	func() { panic("third") }()
}
