// Two selects that both send and receive are partners of each other.
package main

import "fmt"

func meet(ch chan int, id int, sent, got *int, done chan bool) {
	for i := 0; i < 100; i++ {
		select {
		case ch <- id:
			*sent++
		case v := <-ch:
			if v == id {
				fmt.Println("met itself")
			}
			*got++
		}
	}
	done <- true
}
func main() {
	ch, done := make(chan int), make(chan bool)
	var sent, got [2]int
	go meet(ch, 0, &sent[0], &got[0], done)
	go meet(ch, 1, &sent[1], &got[1], done)
	<-done
	<-done
	fmt.Println(sent[0] == got[1], sent[1] == got[0], sent[0]+got[0])
}
