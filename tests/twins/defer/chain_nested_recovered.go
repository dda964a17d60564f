// The same, and the innermost recovers: the others are still under way.
package main

import "fmt"

func down(n int) {
	defer func() {
		fmt.Println("deferred", n)
		if n < 5 {
			down(n + 1)
		} else {
			fmt.Println("recovered", recover())
		}
		fmt.Println("back in", n)
	}()
	panic(fmt.Sprint("p", n))
}
func main() { down(1) }
