// A panic that is raised and recovered within a deferred call leaves no trace
// in what is shown of those around it.
package main

import "fmt"

func try() {
	defer func() { fmt.Println("recovered", recover()) }()
	panic("tried")
}
func main() {
	defer func() {
		try()
		panic("second")
	}()
	defer try()
	panic("first")
}
