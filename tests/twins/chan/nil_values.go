// The nil value can be sent; ok tells it from the end.
package main

import "fmt"

func main() {
	ch := make(chan any, 3)
	ch <- nil
	ch <- false
	ch <- nil
	close(ch)
	for i := 0; i < 4; i++ {
		v, ok := <-ch
		fmt.Println(v, ok)
	}
}
