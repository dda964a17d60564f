// Two that call each other.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var a, b sync.Once
	a.Do(func() {
		fmt.Println("a")
		b.Do(func() {
			fmt.Println("b")
			a.Do(func() { fmt.Println("a again") })
		})
	})
}
