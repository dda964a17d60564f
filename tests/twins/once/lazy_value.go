// The usual reason: a value made when it is first wanted.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var once sync.Once
	var value []string
	made := 0
	get := func() []string {
		once.Do(func() {
			made++
			runtime.Gosched()
			value = []string{"made"}
		})
		return value
	}
	seen := make(chan string)
	for i := 0; i < 5; i++ {
		go func() { seen <- get()[0] }()
	}
	for i := 0; i < 5; i++ {
		fmt.Println(<-seen, made)
	}
}
