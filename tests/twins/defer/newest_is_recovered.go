// Recover gives the newest panic, the one it replaced is gone with it.
package main

import "fmt"

func main() {
	func() {
		defer func() { fmt.Println("recovered", recover(), recover()) }()
		defer func() { panic("second") }()
		panic("first")
	}()
	fmt.Println("end")
}
