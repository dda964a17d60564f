// The one who quits cleans up and says so before the other goes on.
package main

import "fmt"

func main() {
	quit, ticks := make(chan string), make(chan int)
	go func() {
		n := 0
		for {
			select {
			case ticks <- n:
				n++
			case why := <-quit:
				fmt.Println("quitting:", why)
				quit <- "bye"
				return
			}
		}
	}()
	for i := 0; i < 3; i++ {
		fmt.Println(<-ticks)
	}
	quit <- "enough"
	fmt.Println(<-quit)
}
