// Who must not wait drops what does not fit.
package main

import "fmt"

func main() {
	events := make(chan int, 3)
	dropped := 0
	for i := 0; i < 8; i++ {
		select {
		case events <- i:
		default:
			dropped++
		}
		if i == 5 {
			fmt.Println("took", <-events)
		}
	}
	close(events)
	for v := range events {
		fmt.Println("kept", v)
	}
	fmt.Println("dropped", dropped)
}
