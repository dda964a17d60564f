// The same after the first was recovered.
package main

import "fmt"

func fails() { panic("second") }
func main() {
	defer func() {
		fmt.Println("recovered", recover())
		fails()
	}()
	panic("first")
}
