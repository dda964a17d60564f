// A receive that is not chosen takes nothing.
package main

import "fmt"

func main() {
	a, b := make(chan int, 10), make(chan int, 10)
	for i := 0; i < 10; i++ {
		a <- i
		b <- i
	}
	nextA, nextB := 0, 0
	for i := 0; i < 20; i++ {
		select {
		case v := <-a:
			if v != nextA {
				fmt.Println("a lost", v)
			}
			nextA++
		case v := <-b:
			if v != nextB {
				fmt.Println("b lost", v)
			}
			nextB++
		}
	}
	fmt.Println(nextA, nextB)
}
