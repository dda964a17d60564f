// Deferred closures share what is declared outside the loop.
package main

import "fmt"

func main() {
	var i int
	for i = 0; i < 3; i++ {
		own := i
		defer func() { fmt.Println(i, own) }()
	}
}
