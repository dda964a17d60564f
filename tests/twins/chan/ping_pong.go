// Two goroutines hand one value to and fro over two unbuffered channels.
package main

import "fmt"

func main() {
	there, back := make(chan int), make(chan int)
	go func() {
		for n := range there {
			fmt.Println("pong", n)
			back <- n + 1
		}
		close(back)
	}()
	n := 0
	for i := 0; i < 3; i++ {
		fmt.Println("ping", n)
		there <- n
		n = <-back
	}
	close(there)
	_, ok := <-back
	fmt.Println(n, ok)
}
