// A buffer gives its values back in the order they came; len follows.
package main

import "fmt"

func main() {
	ch := make(chan string, 3)
	fmt.Println(len(ch), cap(ch))
	for _, s := range []string{"a", "b", "c"} {
		ch <- s
		fmt.Println(len(ch), cap(ch))
	}
	fmt.Println(<-ch)
	ch <- "d"
	for len(ch) > 0 {
		fmt.Println(<-ch, len(ch))
	}
}
