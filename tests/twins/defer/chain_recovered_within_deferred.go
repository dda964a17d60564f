// Two panics replaced each other within a deferred call and are recovered
// there; the one that runs it is shown alone.
package main

import "fmt"

func main() {
	defer func() {
		func() {
			defer func() { fmt.Println("recovered", recover()) }()
			defer func() { panic("third") }()
			panic("second")
		}()
		fmt.Println("still in the deferred call")
	}()
	panic("first")
}
