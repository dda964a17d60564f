// Cases are switched on and off by the nil channel: a buffer without end.
package main

import "fmt"

func buffer(in <-chan int, out chan<- int) {
	var held []int
	for in != nil || len(held) > 0 {
		var head int
		var to chan<- int
		if len(held) > 0 {
			head, to = held[0], out
		}
		select {
		case v, ok := <-in:
			if !ok {
				in = nil
				break
			}
			held = append(held, v)
		case to <- head:
			held = held[1:]
		}
	}
	close(out)
}
func main() {
	in, out := make(chan int), make(chan int)
	go buffer(in, out)
	for i := 0; i < 20; i++ {
		in <- i
	}
	close(in)
	n := 0
	for v := range out {
		if v != n {
			fmt.Println("out of order", v)
		}
		n++
	}
	fmt.Println(n)
}
