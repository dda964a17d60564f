// One-way views are the same channel.
package main

import "fmt"

func produce(out chan<- int, n int) {
	for i := 0; i < n; i++ {
		out <- i
	}
	fmt.Println("out", len(out), cap(out))
	close(out)
}
func consume(in <-chan int) int {
	sum := 0
	for v := range in {
		sum += v
	}
	return sum
}
func main() {
	ch := make(chan int, 6)
	produce(ch, 5)
	fmt.Println("in", len(ch), consume(ch))
	_, ok := <-ch
	fmt.Println(ok)
}
