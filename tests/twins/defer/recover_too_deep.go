// Recover in a function that a deferred call calls stops nothing.
package main

import "fmt"

func helper() { fmt.Println("helper", recover()) }
func main() {
	defer func() {
		helper()
		fmt.Println("helped")
	}()
	panic("boom")
}
