// Two selects, one after the other, prefer one channel.
package main

import "fmt"

func main() {
	urgent, normal := make(chan string, 5), make(chan string, 5)
	for _, s := range []string{"n1", "n2", "n3"} {
		normal <- s
	}
	for _, s := range []string{"u1", "u2"} {
		urgent <- s
	}
	for i := 0; i < 5; i++ {
		select {
		case s := <-urgent:
			fmt.Println(s)
			continue
		default:
		}
		select {
		case s := <-urgent:
			fmt.Println(s)
		case s := <-normal:
			fmt.Println(s)
		}
	}
}
