// A pointer is sent as such: both sides see one thing.
package main

import "fmt"

type box struct{ n int }

func main() {
	ch, back := make(chan *box), make(chan *box)
	go func() {
		b := <-ch
		b.n++
		back <- b
	}()
	b := &box{41}
	ch <- b
	c := <-back
	fmt.Println(b.n, c == b)
}
