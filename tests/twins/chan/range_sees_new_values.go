// A loop over a channel goes on with what its own body sends.
package main

import "fmt"

func main() {
	work := make(chan int, 10)
	work <- 5
	pending := 1
	for n := range work {
		fmt.Println(n)
		pending--
		for k := 1; k < n; k += 2 {
			work <- k
			pending++
		}
		if pending == 0 {
			close(work)
		}
	}
}
