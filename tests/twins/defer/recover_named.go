// A named function can be deferred to recover.
package main

import "fmt"

func rescue(what string) { fmt.Println(what, recover()) }
func main() {
	func() {
		defer rescue("first")
		panic("one")
	}()
	func() {
		defer rescue("second")
	}()
	fmt.Println("end")
}
