// A goroutine that recovers its panic just ends.
package main

import "fmt"

func main() {
	results := make(chan string)
	for i := 0; i < 3; i++ {
		go func(i int) {
			defer func() {
				if v := recover(); v != nil {
					results <- fmt.Sprint(i, " failed: ", v)
				}
			}()
			if i == 1 {
				panic("odd")
			}
			results <- fmt.Sprint(i, " done")
		}(i)
	}
	for i := 0; i < 3; i++ {
		fmt.Println(<-results)
	}
}
