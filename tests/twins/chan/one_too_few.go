// The receiver wants one more than there are.
package main

import "fmt"

func main() {
	ch := make(chan int)
	for i := 0; i < 2; i++ {
		go func() { ch <- 7 }()
	}
	for i := 0; i < 3; i++ {
		fmt.Println(i, <-ch)
	}
}
