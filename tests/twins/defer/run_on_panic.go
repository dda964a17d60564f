// A panic runs the deferred calls of all frames, innermost first.
package main

import "fmt"

func inner() {
	defer fmt.Println("inner 1")
	defer fmt.Println("inner 2")
	panic("boom")
}
func main() {
	defer fmt.Println("main 1")
	defer fmt.Println("main 2")
	inner()
	fmt.Println("not reached")
}
