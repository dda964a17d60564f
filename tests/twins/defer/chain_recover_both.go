// First the one of the called function is recovered, then the one that runs
// the deferred call.
package main

import "fmt"

func main() {
	func() {
		defer func() {
			func() {
				defer func() { fmt.Println("inner", recover()) }()
				func() { panic("second") }()
			}()
			fmt.Println("outer", recover())
			fmt.Println("again", recover())
		}()
		panic("first")
	}()
	fmt.Println("goes on")
}
