// A panic in a deferred call: all that were not recovered are shown.
package main

import "fmt"

func main() {
	defer fmt.Println("runs still")
	defer func() { panic("third") }()
	defer func() { panic("second") }()
	panic("first")
}
