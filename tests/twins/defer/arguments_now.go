// Arguments are fixed when the defer statement runs; closures see the end.
package main

import "fmt"

func argument(s string) string {
	fmt.Println("computing", s)
	return s
}
func main() {
	v := "early"
	defer fmt.Println("argument", v, argument("x"))
	defer func() { fmt.Println("closure", v) }()
	defer func(s string) { fmt.Println("both", s, v) }(v)
	v = "late"
	fmt.Println("body")
}
