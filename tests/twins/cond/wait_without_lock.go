package main

import (
	"fmt"
	"sync"
)

func main() {
	var mu sync.Mutex
	cond := sync.NewCond(&mu)
	defer func() { fmt.Println("recovered", recover()) }()
	fmt.Println("waiting")
	cond.Wait()
}
