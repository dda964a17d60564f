// A value that four send cases offer is delivered once.
package main

import "fmt"

func main() {
	var ch [4]chan int
	for i := range ch {
		ch[i] = make(chan int)
	}
	all, done := make(chan int), make(chan bool)
	go func() {
		for i := 0; i < 500; i++ {
			select {
			case ch[0] <- i:
			case ch[1] <- i:
			case ch[2] <- i:
			case ch[3] <- i:
			}
		}
		for i := range ch {
			close(ch[i])
		}
	}()
	for i := range ch {
		go func(in chan int) {
			for v := range in {
				all <- v
			}
			done <- true
		}(ch[i])
	}
	go func() {
		for range ch {
			<-done
		}
		close(all)
	}()
	seen := map[int]int{}
	for v := range all {
		seen[v]++
		if seen[v] > 1 {
			fmt.Println("twice", v)
		}
	}
	fmt.Println(len(seen))
}
