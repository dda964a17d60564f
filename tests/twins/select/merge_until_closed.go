// Two streams into one; a stream that has ended becomes the nil channel.
package main

import "fmt"

func stream(from, to int) chan int {
	ch := make(chan int)
	go func() {
		for i := from; i < to; i++ {
			ch <- i
		}
		close(ch)
	}()
	return ch
}
func main() {
	a, b := stream(0, 5), stream(100, 120)
	n, sum := 0, 0
	for a != nil || b != nil {
		select {
		case v, ok := <-a:
			if !ok {
				a = nil
				break
			}
			n++
			sum += v
		case v, ok := <-b:
			if !ok {
				b = nil
				break
			}
			n++
			sum += v
		}
	}
	fmt.Println(n, sum)
}
