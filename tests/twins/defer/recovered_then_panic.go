// A panic after one was recovered, in the same deferred call.
package main

import "fmt"

func main() {
	defer fmt.Println("outermost")
	defer func() {
		fmt.Println("recovered", recover())
	}()
	defer func() {
		fmt.Println("recovered", recover())
		panic("second")
	}()
	panic("first")
}
