// Channels are values: one is sent through another, and is still the same.
package main

import "fmt"

func main() {
	post := make(chan chan string, 2)
	a, b := make(chan string, 1), make(chan string, 1)
	post <- a
	post <- b
	x, y := <-post, <-post
	fmt.Println(x == a, y == b, x == y, a == nil)
	x <- "hello"
	fmt.Println(<-a, len(b))
	seen := map[chan string]int{a: 1, b: 2}
	fmt.Println(seen[x], seen[y])
}
