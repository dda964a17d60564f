// A select of one case is the plain operation.
package main

import "fmt"

func main() {
	ch := make(chan int)
	go func() {
		select {
		case ch <- 1:
		}
		select {
		case ch <- 2:
			close(ch)
		}
	}()
	for i := 0; i < 3; i++ {
		select {
		case v, ok := <-ch:
			fmt.Println(v, ok)
		}
		if i == 1 {
			break
		}
	}
	select {
	case _, ok := <-ch:
		fmt.Println(ok)
	}
}
