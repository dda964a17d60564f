// The first of three answers is taken; room lets the others end.
package main

import (
	"fmt"
	"time"
)

func main() {
	answers := make(chan string, 3)
	for name, d := range map[string]int{"slow": 30, "quick": 1, "slower": 40} {
		name, d := name, d
		go func() {
			time.Sleep(time.Duration(d) * time.Millisecond)
			answers <- name
		}()
	}
	select {
	case a := <-answers:
		fmt.Println(a)
	case <-time.After(time.Second):
		fmt.Println("nobody")
	}
}
