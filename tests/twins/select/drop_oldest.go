// A ring: when it is full the oldest makes room.
package main

import "fmt"

func push(ring chan int, v int) {
	for {
		select {
		case ring <- v:
			return
		default:
		}
		select {
		case old := <-ring:
			fmt.Println("lost", old)
		default:
		}
	}
}
func main() {
	ring := make(chan int, 3)
	for i := 0; i < 6; i++ {
		push(ring, i)
	}
	close(ring)
	for v := range ring {
		fmt.Println("kept", v)
	}
}
