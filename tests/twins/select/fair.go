// Of three ready cases each is chosen about as often.
package main

import "fmt"

func main() {
	var ch [3]chan bool
	for i := range ch {
		ch[i] = make(chan bool, 1)
		ch[i] <- true
	}
	var n [3]int
	for i := 0; i < 3000; i++ {
		select {
		case v := <-ch[0]:
			n[0]++
			ch[0] <- v
		case v := <-ch[1]:
			n[1]++
			ch[1] <- v
		case v := <-ch[2]:
			n[2]++
			ch[2] <- v
		}
	}
	for i := range n {
		fmt.Println(n[i] > 700, n[i] < 1300)
	}
	fmt.Println(n[0] + n[1] + n[2])
}
