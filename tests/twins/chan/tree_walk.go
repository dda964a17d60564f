// Two trees with the same leaves, walked by goroutines at the same time.
package main

import "fmt"

type tree struct {
	left  *tree
	n     int
	right *tree
}

func walk(t *tree, out chan<- int) {
	if t == nil {
		return
	}
	walk(t.left, out)
	out <- t.n
	walk(t.right, out)
}
func walker(t *tree) <-chan int {
	out := make(chan int)
	go func() {
		walk(t, out)
		close(out)
	}()
	return out
}
func leaf(n int) *tree { return &tree{nil, n, nil} }
func main() {
	a := &tree{&tree{leaf(1), 2, leaf(3)}, 4, leaf(5)}
	b := &tree{leaf(1), 2, &tree{leaf(3), 4, leaf(5)}}
	x, y := walker(a), walker(b)
	for {
		v, more := <-x
		w, also := <-y
		if !more || !also {
			fmt.Println(more, also)
			return
		}
		fmt.Println(v, w, v == w)
	}
}
