// Five are started, then the parent waits: by a channel, a sleep, Gosched.
package main

import (
	"fmt"
	"runtime"
	"time"
)

func five(what string) chan bool {
	done := make(chan bool, 5)
	for i := 1; i <= 5; i++ {
		go func(i int) {
			fmt.Println(what, i)
			done <- true
		}(i)
	}
	return done
}
func main() {
	done := five("channel")
	for i := 0; i < 5; i++ {
		<-done
	}
	five("sleep")
	time.Sleep(time.Millisecond)
	five("gosched")
	runtime.Gosched()
	fmt.Println("end")
}
