// A token goes round a ring of five goroutines.
package main

import "fmt"

func main() {
	const n = 5
	var ring [n]chan int
	for i := range ring {
		ring[i] = make(chan int)
	}
	done := make(chan bool)
	for i := 0; i < n; i++ {
		go func(id int) {
			for token := range ring[id] {
				if token == 12 {
					fmt.Println("ends at", id)
					close(done)
					return
				}
				fmt.Println(id, "has", token)
				ring[(id+1)%n] <- token + 1
			}
		}(i)
	}
	ring[0] <- 0
	<-done
}
