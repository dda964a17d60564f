// A closed channel gives what it holds, then nothing for ever.
package main

import "fmt"

func main() {
	ch := make(chan any, 3)
	ch <- "x"
	ch <- "y"
	close(ch)
	fmt.Println(len(ch), cap(ch))
	for i := 0; i < 4; i++ {
		v, ok := <-ch
		fmt.Println(v, ok, len(ch))
	}
}
