// Values sent before the close arrive, in order, and then the end.
package main

import "fmt"

func main() {
	for _, room := range []int{0, 1, 5} {
		ch := make(chan int, room)
		go func() {
			for i := 0; i < 4; i++ {
				ch <- i
			}
			close(ch)
		}()
		n := 0
		for {
			v, ok := <-ch
			if !ok {
				break
			}
			if v != n {
				fmt.Println("out of order", v)
			}
			n++
		}
		fmt.Println(room, n)
	}
}
