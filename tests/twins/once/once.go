package main

import (
	"fmt"
	"sync"
)

func main() {
	var once, other sync.Once
	for i := 1; i <= 3; i++ {
		once.Do(func() { fmt.Println("once", i) })
	}
	once.Do(func() { fmt.Println("another function") })
	other.Do(func() { fmt.Println("other") })
}
