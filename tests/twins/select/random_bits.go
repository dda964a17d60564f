// Both of two sends are possible: zeros and ones come, about as many.
package main

import "fmt"

func main() {
	bits := make(chan int)
	go func() {
		for {
			select {
			case bits <- 0:
			case bits <- 1:
			}
		}
	}()
	var n [2]int
	for i := 0; i < 2000; i++ {
		n[<-bits]++
	}
	fmt.Println(n[0] > 800, n[1] > 800, n[0]+n[1])
}
