// The very order in which four senders and a receiver meet on one processor.
package main

import "fmt"

func main() {
	ch := make(chan string)
	for i := 1; i <= 4; i++ {
		i := i
		go func() {
			for k := 'a'; k <= 'c'; k++ {
				ch <- fmt.Sprint(i) + string(k)
			}
		}()
	}
	for i := 0; i < 12; i++ {
		fmt.Println(<-ch)
	}
}
