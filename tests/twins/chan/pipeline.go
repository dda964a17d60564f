// Three stages, each ended by the end of the one before.
package main

import "fmt"

func numbers(n int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for i := 1; i <= n; i++ {
			out <- i
		}
	}()
	return out
}
func each(in <-chan int, f func(int) int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for v := range in {
			out <- f(v)
		}
	}()
	return out
}
func main() {
	square := func(n int) int { return n * n }
	less := func(n int) int { return n - 1 }
	for v := range each(each(numbers(6), square), less) {
		fmt.Println(v)
	}
}
