// The same value again, in every frame and out of a called function.
package main

import "fmt"

func again() {
	v := recover()
	fmt.Println("has", v)
	func() { panic(v) }()
}
func level(n int) {
	defer again()
	if n == 4 {
		panic("boom")
	}
	level(n + 1)
}
func main() { level(1) }
