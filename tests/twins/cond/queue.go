// A bounded queue from two conditions of one lock.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var mu sync.Mutex
	notEmpty, notFull := sync.NewCond(&mu), sync.NewCond(&mu)
	var queue []int
	done := make(chan bool)
	go func() {
		for i := 1; i <= 6; i++ {
			mu.Lock()
			for len(queue) == 2 {
				notFull.Wait()
			}
			queue = append(queue, i)
			fmt.Println("put", i)
			notEmpty.Signal()
			mu.Unlock()
		}
	}()
	go func() {
		for i := 1; i <= 6; i++ {
			mu.Lock()
			for len(queue) == 0 {
				notEmpty.Wait()
			}
			fmt.Println("took", queue[0])
			queue = queue[1:]
			notFull.Signal()
			mu.Unlock()
		}
		done <- true
	}()
	<-done
}
