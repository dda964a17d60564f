// What stands before the last call of a chain is done at once.
package main

import "fmt"

func open(name string) func() {
	fmt.Println("open", name)
	return func() { fmt.Println("close", name) }
}
func main() {
	defer open("a")()
	defer open("b")()
	fmt.Println("body")
}
