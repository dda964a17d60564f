// Rounds: nobody begins the next before all have ended this one.
package main

import "fmt"

func main() {
	const n = 3
	arrive, leave := make(chan int), make(chan bool)
	for i := 0; i < n; i++ {
		go func(id int) {
			for round := 0; round < 3; round++ {
				arrive <- round
				<-leave
			}
		}(i)
	}
	for round := 0; round < 3; round++ {
		same := true
		for i := 0; i < n; i++ {
			same = <-arrive == round && same
		}
		fmt.Println("round", round, same)
		for i := 0; i < n; i++ {
			leave <- true
		}
	}
}
