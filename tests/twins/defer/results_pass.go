// Deferred calls run after the results are there, before the caller goes on.
package main

import "fmt"

func f(n int) (int, string) {
	defer fmt.Println("deferred", n)
	return n * 2, "text"
}
func main() {
	a, s := f(4)
	fmt.Println(a, s)
	x := 1
	g := func() int {
		defer func() { x = 100 }()
		return x
	}
	fmt.Println(g(), x)
}
