// Both wait in a select for what the other never does.
package main

import "fmt"

func main() {
	a, b := make(chan int), make(chan int)
	go func() {
		select {
		case <-a:
		case <-b:
		}
	}()
	fmt.Println("waiting")
	select {
	case <-a:
	case <-b:
	}
}
