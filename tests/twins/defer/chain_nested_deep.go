// Each panic is raised while the one before runs its deferred call: none of
// them is left, and all are shown.
package main

import "fmt"

func down(n int) {
	defer func() {
		fmt.Println("deferred", n)
		if n < 8 {
			down(n + 1)
		}
		fmt.Println("not reached", n)
	}()
	panic(fmt.Sprint("p", n))
}
func main() { down(1) }
