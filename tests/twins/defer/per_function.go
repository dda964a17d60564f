// Each function has deferred calls of its own.
package main

import "fmt"

func inner(n int) {
	defer fmt.Println("inner", n, "ends")
	if n > 0 {
		inner(n - 1)
	}
	fmt.Println("inner", n)
}
func main() {
	defer fmt.Println("main ends")
	inner(2)
	func() {
		defer fmt.Println("literal ends")
		fmt.Println("literal")
	}()
	fmt.Println("main")
}
