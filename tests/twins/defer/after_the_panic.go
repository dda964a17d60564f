// A defer statement that was not reached counts for nothing.
package main

import "fmt"

func main() {
	defer fmt.Println("reached")
	if len("x") == 1 {
		panic("boom")
	}
	defer fmt.Println("not reached")
}
