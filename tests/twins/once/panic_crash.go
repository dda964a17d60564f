package main

import (
	"fmt"
	"sync"
)

func main() {
	var once sync.Once
	defer once.Do(func() { fmt.Println("not reached") })
	once.Do(func() { panic("failed") })
}
